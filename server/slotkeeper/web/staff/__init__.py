"""The portal: what clinic staff see."""
