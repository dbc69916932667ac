"""What people and schools keep of the training: their programmes, and copies of sheets."""
