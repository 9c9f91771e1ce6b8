import { nameCharacter } from '../values/problem';
import type { Problem } from '../values/problem';

/** Length of the portal's column for a code, in characters (docs/reference/bitrix24.md#rule-code). */
const MAX_CODE_LENGTH = 128;

/**
 * Finds what Bitrix24 would refuse in the code of a rule or action, before anything is sent
 * (docs/reference/bitrix24.md#rule-code).
 */
export function codeProblem(code: string): Problem | undefined {
	const advice = 'Use letters from a to z, digits, dots, - and _ only, such as check_credit_limit.';
	// PHP, which the portal runs on, takes the text 0 for an empty one.
	if (code === '' || code === '0') return { message: 'The code is empty.', advice };
	const wrong = /[^A-Za-z0-9._-]/u.exec(code)?.[0];
	if (wrong !== undefined) {
		return {
			message: `The code "${code}" contains a character that Bitrix24 does not accept: ${nameCharacter(wrong)}.`,
			advice,
		};
	}
	if (code.length > MAX_CODE_LENGTH) {
		return {
			message: `The code has ${code.length} characters; Bitrix24 keeps ${MAX_CODE_LENGTH}.`,
			advice: 'Use a shorter code.',
		};
	}
	return undefined;
}
