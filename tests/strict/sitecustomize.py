"""Python imports this when it starts, if its folder is on PYTHONPATH: so kernels obey the rule."""

import warning_rule

warning_rule.apply()
