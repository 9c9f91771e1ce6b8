import fc from 'fast-check';
import { encodeJson } from '../../../sandbox/php/json';
import { decodeJson } from '../../../sandbox/php/jsonDecode';
import { buildQueryString, parseQueryString } from '../../../sandbox/php/queryString';
import { serializedSize } from '../../../sandbox/php/serializedSize';
import { integer, isEmpty, text } from '../../../sandbox/php/values';
import { type Php, PHP_TIMEOUT_MS, startPhp } from './php';

jest.setTimeout(PHP_TIMEOUT_MS);

let php: Php;

beforeAll(async () => {
	php = await startPhp();
});
afterAll(() => php.stop());

/** What `$value` comes to in PHP, for each of many values in one go. */
async function judged(expression: string, values: readonly unknown[]): Promise<unknown[]> {
	const answers = await php.ask(`return array_map(fn($value) => ${expression}, $input);`, values);
	return answers as unknown[];
}

/** Holds for whatever values there are: PHP comes to the same. Shows each that it does not hold for. */
function agrees<T>(values: fc.Arbitrary<T>, expression: string, own: (value: T) => unknown) {
	const many = fc.array(values, { minLength: 500, maxLength: 500 });
	return fc.assert(
		fc.asyncProperty(many, async (all) => {
			const verdicts = await judged(expression, all);
			const compared = all.map((value, n) => ({
				value,
				own: JSON.stringify(own(value)),
				php: JSON.stringify(verdicts[n]),
			}));
			expect(compared.filter((one) => one.own !== one.php)).toEqual([]);
		}),
		// One call of PHP for all of them; what differs is in sight without making it smaller.
		{ numRuns: 3, endOnFailure: true },
	);
}

/** Pieces of which queries are made that PHP reads in a way of its own. */
const PIECES = [
	...['a', 'b', '0', '1', '-', '_', '[', ']', '[]', '.', '+', ' ', '=', '=', '&', '&', 'é'],
	...['%', '%4', '%41', '%20', '%2B', '%5B', '%5D', '%00', '%0A', '%C3%A9', '%FF', '?', '#'],
	...['9223372036854775807', '[x]', '[x][y]', '__proto__', 'constructor'],
];

/**
 * Keys in their order, as far as JavaScript keeps one; a body that is not UTF-8 differs from byte
 * to byte.
 */
const PARSED = `(function () use ($value) {
	parse_str($value, $fields);
	return json_encode((object) $fields, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE);
})()`;
const parsed = (query: string) =>
	JSON.stringify(parseQueryString(query)).replaceAll('/', String.raw`\/`);

describe('parse_str', () => {
	it('reads every query as the sandbox does', async () => {
		const queries = fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 14 });
		// JavaScript has integer keys first; PHP's answer is brought into that order too.
		await agrees(queries, `json_decode(${PARSED})`, parseQueryString);
	});

	it('reads up to a thousand fields, which the sandbox goes beyond', async () => {
		const query = Array.from({ length: 1000 }, (_, n) => `n[]=${n}`).join('&');
		expect([parsed(query)]).toEqual(await judged(PARSED, [query]));
		expect(parseQueryString(`${query}&n[]=1000`).n).toHaveLength(1001);
	});

	it('follows 64 brackets and drops a field that has more, with what it had of it', async () => {
		const queries = [63, 64, 65, 66].map((depth) => `x=1&a=1&a${'[b]'.repeat(depth)}=2`);
		expect(queries.map(parsed)).toEqual(await judged(PARSED, queries));
	});
});

/** JSON with numbers of every size; keys and texts of every script. */
const json = fc.jsonValue({ stringUnit: 'binary' });
const jsonArray = fc.oneof(fc.array(json), fc.dictionary(fc.string({ unit: 'binary' }), json));

describe('http_build_query', () => {
	it('writes every array as the sandbox does', async () => {
		await agrees(jsonArray, 'http_build_query($value)', buildQueryString);
	});
});

describe('json_encode', () => {
	const FLAGS = 'JSON_HEX_TAG|JSON_HEX_AMP|JSON_HEX_APOS|JSON_HEX_QUOT|JSON_UNESCAPED_UNICODE';

	it('writes every value as the sandbox does, byte for byte', async () => {
		await agrees(json, `json_encode($value, ${FLAGS})`, encodeJson);
	});

	it('escapes as the sandbox does', async () => {
		const signs = fc.constantFrom('/', '<', '>', '&', "'", '"', '\\', '\n', '\0', '\u2028', 'é');
		await agrees(fc.string({ unit: signs }), `json_encode($value, ${FLAGS})`, encodeJson);
	});
});

describe('json_decode', () => {
	const DECODED = `(function () use ($value) {
		$decoded = json_decode($value, true);
		return json_last_error() === JSON_ERROR_NONE ? [$decoded] : [];
	})()`;
	const decoded = (source: string) => {
		const value = decodeJson(source);
		return value === undefined ? [] : [JSON.parse(encodeJson(value)) as unknown];
	};

	it('takes and refuses the same', async () => {
		const pieces = ['{', '}', '[', ']', '"a"', ':', ',', ' ', '1', '-', '.', 'e', 'true', 'NULL'];
		const units = fc.constantFrom(...pieces, 'null', String.raw`"\ud83d"`, String.raw`"\n"`, "'");
		await agrees(fc.string({ unit: units, maxLength: 8 }), DECODED, decoded);
	});

	it.each([
		['half of a character', String.raw`["\ud800"]`, String.raw`{"\ude00":1}`],
		['a whole one', String.raw`["\ud83d\ude00"]`, String.raw`["\\ud800"]`],
		['a byte order mark', '\ufeff[]'],
		['white space of other scripts', '\u00a0[1]', '\v[1]'],
		['a key twice', '{"a":1,"a":2}', '{"":1}', '{"__proto__":{"a":1}}'],
	])('treats %s the same', async (_what, ...sources) => {
		expect(sources.map(decoded)).toEqual(await judged(DECODED, sources));
	});

	it('goes as deep', async () => {
		const sources = [510, 511, 512, 513].map((depth) => '['.repeat(depth) + ']'.repeat(depth));
		const taken = sources.map((source) => decodeJson(source) !== undefined);
		expect(taken).toEqual(await judged('json_decode($value) !== null', sources));
	});
});

describe('the types of PHP', () => {
	const numbers = fc.string({
		unit: fc.constantFrom('0', '1', '9', '-', '+', '.', 'e', 'E', ' ', '\t', '\v', 'x', '_'),
		maxLength: 8,
	});
	const values = fc.oneof(numbers, json, fc.double({ noNaN: true, noDefaultInfinity: true }));
	const EDGES = ['1e1000', '-99999999999999999999', '9223372036854775808', '\u00a05', '٣', '0.0'];

	it('intval comes to the same', async () => {
		await agrees(values, '(float) intval($value)', integer);
		expect(EDGES.map(integer)).toEqual(await judged('(float) intval($value)', EDGES));
	});

	it('empty comes to the same', async () => {
		await agrees(values, 'empty($value)', isEmpty);
		expect(EDGES.map(isEmpty)).toEqual(await judged('empty($value)', EDGES));
	});

	it('(string) comes to the same', async () => {
		await agrees(values, `is_array($value) ? 'Array' : (string) $value`, text);
	});

	it('serialize takes as many bytes', async () => {
		const plain = fc.jsonValue({ stringUnit: 'binary' });
		await agrees(plain, 'strlen(serialize($value))', serializedSize);
	});
});
