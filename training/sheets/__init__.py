"""Resource sheets: blocks that an editor puts together, one plain tree made of them, and the outputs."""
