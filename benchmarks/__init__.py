"""Speed and memory of each part, one file a part, as ratios and growth measured in one run."""
