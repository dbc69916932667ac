"""Links that lead out of the portal: where they stand, and whether anybody answers there."""
