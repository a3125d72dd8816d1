"""Django settings, one module per way of running: `prod`, `demo`, `dev` and `test`, all on `base`."""
