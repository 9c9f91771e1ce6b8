import type { ItemParameters } from '../../../nodes/Bitrix24/forms/parameters';
import type { RestCall } from '../../../nodes/Bitrix24/rest/types';
import { InputError } from '../../../nodes/Bitrix24/values/problem';

/** The form as one item filled it; a field that is not named is not shown. */
export function filled(values: Record<string, unknown>): ItemParameters {
	return (name) => values[name];
}

/** The users field with one entry for each value, as the form stores them. */
export function chosen(...values: unknown[]): unknown {
	return { user: values.map((value) => ({ id: { __rl: true, mode: 'id', value } })) };
}

/** Name and value pairs as the form stores them. */
export function pairs(...entries: Array<[name: unknown, value: unknown]>): unknown {
	return { entry: entries.map(([name, value]) => ({ name, value })) };
}

/** The parameters that leave: what JSON makes of them. */
export function leaving({ params }: Pick<RestCall, 'params'>): Record<string, unknown> {
	return JSON.parse(JSON.stringify(params)) as Record<string, unknown>;
}

/** What an input is refused with. Anything else that is thrown, and success, are no refusal. */
export function refusal(run: () => unknown): { message: string; advice: string } {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof InputError) return { message: thrown.message, advice: thrown.advice };
		throw thrown;
	}
	throw new Error('The input was accepted');
}
