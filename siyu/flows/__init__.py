"""Stories in which two or more rooms meet."""
