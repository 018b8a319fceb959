"""`python -m siyu` is `siyu`."""

from siyu.bootstrap import main

main()
