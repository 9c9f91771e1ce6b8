/** Significant digits of a float: as text, and in JSON as many as it takes (ini `precision`, `serialize_precision`). */
const DIGITS = { text: 14, json: 17 } as const;

/** `(string)` and `http_build_query` of a number: `0.3` for 0.1 + 0.2, `1.0E+25`. */
export function numberText(value: number): string {
	return isPhpInteger(value) ? String(value) : floatText(value, 'text').replace('e', 'E');
}

/** `json_encode` of a number: every digit that counts, `1.0e+25`. */
export function numberJson(value: number): string {
	const size = Math.abs(value);
	// In between, JavaScript writes the same.
	const isPlain = (size >= 1e-4 && size < 1e15) || isPhpInteger(value);
	return isPlain ? String(value) : floatText(value, 'json');
}

/** A whole number of 64 bits, written as whole numbers are: JavaScript does not tell 1e3 from 1000. */
function isPhpInteger(value: number): boolean {
	return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/** C's `%g`, as PHP writes it. `value` is finite. */
function floatText(value: number, kind: keyof typeof DIGITS): string {
	const shortest = kind === 'json' ? value.toExponential() : value.toExponential(DIGITS.text - 1);
	const [, sign = '', first = '', rest = '', power = '0'] =
		/^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest) ?? [];
	const digits = `${first}${rest}`.replace(/0+$/, '') || '0';
	const exponent = Number(power);
	if (exponent < -4 || exponent >= DIGITS[kind]) {
		const [mantissa, ...fraction] = digits;
		const signed = exponent < 0 ? String(exponent) : `+${exponent}`;
		return `${sign}${mantissa}.${fraction.join('') || '0'}e${signed}`;
	}
	if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	const fraction = digits.slice(exponent + 1);
	return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
