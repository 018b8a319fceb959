"""Taking care of what is kept: looking it over, backing it up, bringing it back."""
