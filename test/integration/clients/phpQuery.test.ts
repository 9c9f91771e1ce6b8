import fc from 'fast-check';

import { paramsSurviveQuery, phpQuery } from '../../../nodes/Bitrix24/rest/phpQuery';
import type { RestParams } from '../../../nodes/Bitrix24/rest/types';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';
import { PHP_TIMEOUT_MS, startPhp } from './php';
import type { Php } from './php';

jest.setTimeout(PHP_TIMEOUT_MS);

let php: Php;

beforeAll(async () => {
	php = await startPhp();
});
afterAll(() => php.stop());

/** What PHP reads of a query, its leaves as text and its arrays as they are. */
const PARSED = `return array_map(function ($query) {
	parse_str($query, $fields);
	return (object) $fields;
}, $input);`;

const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 6 }),
	fc.constantFrom(...['', '&', '#', '+', '%', '%41', '=', ' ', 'a b', '[x]', ']', 'a.b', '$']),
	fc.constantFrom(...["'", '"', '\0', '5', '05', '__proto__', 'constructor', '\n']),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, depthSize: 'small' },
		text,
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(text, tie('value'), { maxKeys: 4 }),
	),
}));
const params = fc
	.dictionary(text, value, { minKeys: 1, maxKeys: 4 })
	.filter((fields) => paramsSurviveQuery(fields));

it('real PHP reads from the encoder of the package what was put in, with every leaf as text', async () => {
	const many = fc.array(params, { minLength: 200, maxLength: 200 });
	await fc.assert(
		fc.asyncProperty(many, async (all) => {
			const read = (await php.ask(PARSED, all.map(phpQuery))) as unknown[];
			const compared = all.map((sent, n) => ({
				sent: JSON.stringify(asTexts(sent)),
				read: JSON.stringify(read[n]),
			}));
			expect(compared.filter((one) => one.sent !== one.read)).toEqual([]);
		}),
		{ numRuns: 2, endOnFailure: true },
	);
});

/** The parameters by name, never a list. */
function asTexts(sent: RestParams): unknown {
	return Object.fromEntries(Object.entries(sent).map(([key, part]) => [key, asText(part)]));
}

/** What PHP makes of a value: keys 0 to n-1 in order are a list. */
function asText(part: JsonValue | undefined): unknown {
	if (typeof part === 'boolean') return part ? '1' : '0';
	if (typeof part !== 'object' || part === null) return String(part);
	const entries = Object.entries(part).map(([key, inner]) => [key, asText(inner)] as const);
	const isList = entries.every(([key], index) => key === String(index));
	return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
