"""How the numba kernels of this package are compiled, and the arithmetic that they share."""

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic as numba_intrinsic

# Infinities and NaN cannot occur in the kernels. The numpy error model has no exit for a division by zero in a loop,
# which would keep it from being vectorized.
_MATHS = {"contract", "reassoc", "nsz", "arcp", "afn", "nnan", "ninf"}
kernel: Callable[..., Any] = njit(cache=True, nogil=True, fastmath=_MATHS, error_model="numpy")
inlined: Callable[..., Any] = njit(inline="always", fastmath=_MATHS, error_model="numpy")
intrinsic: Callable[..., Any] = numba_intrinsic

_INT = ir.IntType(32)
_LONG = ir.IntType(64)
_FLOAT = ir.FloatType()


@intrinsic
def float_bits(_context: Any, _value: Any) -> Any:
    """Return the 32 bits of a float as a whole number."""
    return types.int32(types.float32), lambda _c, builder, _s, given: builder.bitcast(given[0], _INT)


@intrinsic
def float_of(_context: Any, _value: Any) -> Any:
    """Return the float that has these 32 bits."""
    return types.float32(types.int32), lambda _c, builder, _s, given: builder.bitcast(given[0], _FLOAT)


@intrinsic
def _power_of_two(_context: Any, _value: Any) -> Any:
    """Return 2 ** (value - 127) as a float, for a whole number from 1 to 254."""

    def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
        return builder.bitcast(builder.shl(given[0], _INT(23)), _FLOAT)

    return types.float32(types.int32), generate


@intrinsic
def _exponent(_context: Any, _value: Any) -> Any:
    def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
        return builder.sub(builder.lshr(given[0], _INT(23)), _INT(127))

    return types.int32(types.int32), generate


@intrinsic
def _mantissa(_context: Any, _value: Any) -> Any:
    """Return the float in [1, 2) with the mantissa of the given bits."""

    def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
        return builder.bitcast(builder.or_(builder.and_(given[0], _INT(0x7FFFFF)), _INT(0x3F800000)), _FLOAT)

    return types.float32(types.int32), generate


@intrinsic
def _truncate(_context: Any, _value: Any) -> Any:
    return types.int32(types.float32), lambda _c, builder, _s, given: builder.fptosi(given[0], _INT)


def _least_or_most(name: str) -> Any:
    # Comparisons would take eight instructions per vector; LLVM's own operation takes one.
    @intrinsic
    def function(_context: Any, _one: Any, _other: Any) -> Any:
        def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
            operation = builder.module.declare_intrinsic(name, [_FLOAT], ir.FunctionType(_FLOAT, [_FLOAT, _FLOAT]))
            return builder.call(operation, given, fastmath=("nnan", "nsz"))

        return types.float32(types.float32, types.float32), generate

    return function


least = _least_or_most("llvm.minnum")
most = _least_or_most("llvm.maxnum")


@intrinsic
def scramble(_context: Any, _value: Any) -> Any:
    """Return a 32-bit number of which every bit depends on every bit of the given one.

    Wellons (2018), "Prospecting for hash functions", lowbias32.
    """

    def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
        bits = given[0]
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, None)):
            bits = builder.xor(bits, builder.lshr(bits, _INT(shift)))
            bits = bits if factor is None else builder.mul(bits, _INT(factor))
        return bits

    return types.int32(types.int32), generate


@intrinsic
def below(_context: Any, _bits: Any, _limit: Any) -> Any:
    """Return 32 random bits as a whole number from 0 to ``limit`` - 1 (multiply and shift; Lemire 2019)."""

    def generate(_c: Any, builder: Any, _s: Any, given: Any) -> Any:
        wide = [builder.zext(one, _LONG) for one in given]
        return builder.lshr(builder.mul(*wide), _LONG(32))

    return types.int64(types.int32, types.int32), generate


def _fit(values: Any, x: Any, powers: range, weight: Any) -> tuple[float, ...]:
    terms = np.stack([x**power for power in powers], axis=1) * weight[:, None]
    return tuple(float(one) for one in np.linalg.lstsq(terms, values * weight, rcond=None)[0])


_grid = np.linspace(1, 2, 20001)
_LOG = _fit(np.log2(_grid), _grid, range(5), np.ones_like(_grid))
_EXP = _fit(2 ** (_grid - 1) - 1, _grid - 1, range(1, 4), 2 ** (1 - _grid))


@inlined
def _two_to(exponent: Any) -> Any:
    shifted = exponent + np.float32(127.0)
    whole = _truncate(shifted)
    rest = shifted - np.float32(whole)
    series = (np.float32(_EXP[2]) * rest + np.float32(_EXP[1])) * rest + np.float32(_EXP[0])
    return (series * rest + np.float32(1.0)) * _power_of_two(whole)


@inlined
def power(base: Any, exponent: Any) -> Any:
    """Return ``base ** exponent`` in float32 to 4 digits (relative error below 4e-4), for base from 1e-12 to 1e12 and
    exponent from 0 to 2. It has no branch and no table, so that the loop around it is vectorized."""
    bits = float_bits(base)
    mantissa = _mantissa(bits)
    logarithm = np.float32(_LOG[4]) * mantissa + np.float32(_LOG[3])
    logarithm = (logarithm * mantissa + np.float32(_LOG[2])) * mantissa + np.float32(_LOG[1])
    logarithm = logarithm * mantissa + (np.float32(_exponent(bits)) + np.float32(_LOG[0]))
    return _two_to(logarithm * exponent)


@inlined
def decay(value: Any) -> Any:
    """Return exp(-value) in float32 to 3 digits, for value ≥ 0."""
    return _two_to(most(value * np.float32(-1.4426950), np.float32(-100.0)))
