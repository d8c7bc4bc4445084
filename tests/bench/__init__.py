"""What the product costs, as ratios of one run on one machine: `make bench` prints them.

Absolute times say little on a machine that does other things too, so whatever is compared is
measured in turns, in the same run, and its median counts. Nothing here fails a build. It reads
`/proc`, so it runs on Linux only.
"""
