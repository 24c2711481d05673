"""A network asked on its way: what it says after so many steps, also where training diverged."""

import numpy as np


def forecast_after(trainer, step, X):
    """Train up to this step, unless it has diverged before, and return Y_hat for X.

    Parameters
    ----------
    trainer : Trainer
    step : int
        Counted from the start; where the trainer is further already, it is asked as it is.
    X : array, shape (features, m)

    Returns
    -------
    Y_hat : array, shape (1, m)
        Always finite: of a run that diverged, that of the last finite parameters.
    """
    if step > trainer.steps and trainer.stopped is None:
        trainer.step(step - trainer.steps)
    Y_hat = trainer.predict(X)
    if not np.isfinite(Y_hat).all():
        trainer.step()  # it finds the overflow and goes back to the last finite parameters
        Y_hat = trainer.predict(X)
    return Y_hat
