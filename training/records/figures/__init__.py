"""What the partnership and trainers see of all schools: figures, and never a person."""
