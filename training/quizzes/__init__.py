"""Quizzes: what an editor puts together, what somebody answers, and the marks that follow from both."""
