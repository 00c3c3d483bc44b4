// SPDX-License-Identifier: MulanPSL-2.0
// engine/beacon/isogeny.h - the 11-isogeny map from E' to BLS12-381 G1 (RFC 9380, appendix E.2).
#pragma once

// Coefficients of four polynomials in x', 96 hexadecimal digits each, that of the least power
// first. The greatest coefficient of the two denominators is 1 and is not listed.
extern const char *const isogeny_x_num[12];
extern const char *const isogeny_x_den[10];
extern const char *const isogeny_y_num[16];
extern const char *const isogeny_y_den[15];
