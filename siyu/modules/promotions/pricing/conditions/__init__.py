"""When and for which goods a rule is, one file each. All that a rule names have to hold."""
