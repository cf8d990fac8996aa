"""How places are read: words → units (one name each) → chains («cantón X, en Y, departamento de Z») → roles."""
