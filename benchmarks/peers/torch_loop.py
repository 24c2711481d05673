"""PyTorch, the loop written by hand: autograd finds the gradients, one call updates all parameters.

`compiled` hands the whole step, gradients and update, to `torch.compile`.
"""

import torch
import torch.nn.functional as F

from . import layers, named


def _logits(params, x):
    for W, b in params[:-1]:
        x = F.relu(F.linear(x, W, b))
    return F.linear(x, *params[-1])


def _cost(params, x, y):
    return F.binary_cross_entropy_with_logits(_logits(params, x), y)


class Model:
    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype, compiled=False):
        self._dtype = getattr(torch, str(dtype))
        self._X, self._Y = self._tensor(X.T), self._tensor(Y.T)
        self._start = [(self._tensor(W), self._tensor(b[:, 0])) for W, b in layers(params_values)]
        self._params = [(W.clone(), b.clone()) for W, b in self._start]
        self._rate, self._batches = rate, batches
        self._step = torch.compile(self._pure_step) if compiled else self._eager_step
        if not compiled:
            for values in self._flat():
                values.requires_grad_()

    def _tensor(self, array):
        return torch.tensor(array, dtype=self._dtype).contiguous()

    def _flat(self):
        return [values for pair in self._params for values in pair]

    def _eager_step(self, params, x, y):
        flat = [values for pair in params for values in pair]
        grads = torch.autograd.grad(_cost(params, x, y), flat)
        with torch.no_grad():
            torch._foreach_sub_(flat, grads, alpha=self._rate)

    def _pure_step(self, params, x, y):
        grads = torch.func.grad(_cost)(params, x, y)
        for pair, slopes in zip(params, grads, strict=True):
            for values, slope in zip(pair, slopes, strict=True):
                values.sub_(slope, alpha=self._rate)

    def restart(self):
        self._batches.restart()
        with torch.no_grad():
            for pair, start in zip(self._params, self._start, strict=True):
                for values, first in zip(pair, start, strict=True):
                    values.copy_(first)

    def run(self, n):
        with torch.set_grad_enabled(self._step == self._eager_step):
            if self._batches.full:
                for _ in range(n):
                    self._step(self._params, self._X, self._Y)
                return
            chosen, size = torch.from_numpy(self._batches.take(n).ravel()), self._batches.size
            xs, ys = self._X[chosen].split(size), self._Y[chosen].split(size)
            for x, y in zip(xs, ys, strict=True):
                self._step(self._params, x, y)

    @property
    def params_values(self):
        return named((W.detach().numpy(), b.detach().numpy()) for W, b in self._params)

    @torch.no_grad()
    def forward(self, X):
        return torch.sigmoid(_logits(self._params, self._tensor(X.T))).numpy().T


prepare = Model
