"""The screens of quizzes."""
