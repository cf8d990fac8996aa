"""How sure each field of an account is: signs of the reading, weighed by a model fitted on coded articles."""
