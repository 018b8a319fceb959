"""What a promotion or coupon does, a file each: its block and how it takes. A new one is a file."""
