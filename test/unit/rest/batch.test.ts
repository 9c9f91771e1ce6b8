import fc from 'fast-check';

import { batchParams, planRequests, readBatch } from '../../../nodes/Bitrix24/rest/batch';
import type { RestCall, RestParams } from '../../../nodes/Bitrix24/rest/types';
import type { JsonValue } from '../../../nodes/Bitrix24/values/json';
import { containing } from '../containing';

const call = (params: RestParams, method = 'pull.application.event.add'): RestCall => ({
	method,
	params,
	idempotent: false,
});
const NOW = 1_800_000_000_000;
const numbered = (count: number) => Array.from({ length: count }, (_, index) => call({ n: index }));
const plan = (calls: RestCall[]) => [...planRequests(calls)].map((request) => [...request.calls]);
const sizes = (calls: RestCall[]) => plan(calls).map(({ length }) => length);

describe('planRequests', () => {
	it.each([
		[0, []],
		[1, [1]],
		[2, [2]],
		[50, [50]],
		[51, [50, 1]],
		[120, [50, 50, 20]],
	])('puts %i calls into requests of at most fifty', (count, expected) => {
		expect(sizes(numbered(count))).toStrictEqual(expected);
	});

	it('keeps every call, and their order, however they travel', () => {
		const some = fc.oneof(
			{ weight: 5, arbitrary: fc.string().map((text) => call({ text })) },
			{ weight: 1, arbitrary: fc.constant(call({ nothing: null })) },
			{ weight: 1, arbitrary: fc.constant<RestCall>({ ...call({ a: 1 }), alone: true }) },
		);
		fc.assert(
			fc.property(fc.array(some, { maxLength: 160 }), (calls) => {
				const requests = plan(calls);
				expect(requests.flat()).toStrictEqual(calls);
				expect(requests.every(({ length }) => length >= 1 && length <= 50)).toBe(true);
			}),
		);
	});

	it('starts another request before one request would carry more than a megabyte', () => {
		const third = call({ text: 'x'.repeat(400_000) });
		expect(sizes([third, third, third, third, third])).toStrictEqual([2, 2, 1]);
	});

	it('counts the encoded size, which is a multiple of the typed one in other scripts', () => {
		const cyrillic = call({ text: 'я'.repeat(100_000) });
		expect(sizes([cyrillic, cyrillic, cyrillic])).toStrictEqual([1, 1, 1]);
	});

	it('sends a call that is too large for any batch by itself', () => {
		const huge = call({ text: 'x'.repeat(2_000_000) });
		expect(sizes([call({ a: 1 }), huge, call({ b: 2 }), call({ c: 3 })])).toStrictEqual([1, 1, 2]);
	});

	it.each<[string, RestCall]>([
		['the wish to do so', { ...call({ auth_type: 7 }), alone: true }],
		['null', call({ a: null })],
		['an empty list', call({ a: [] })],
		['an empty object', call({ a: {} })],
		['null deep inside', call({ a: { b: ['x', { c: null }] } })],
		['$result[ in a text', call({ TEXT: 'see $result[c0]' })],
		['$error[ in a text', call({ TEXT: '$error[c0]' })],
		['$next[ in a text', call({ TEXT: '$next[c0]' })],
		['$total[ in a text', call({ TEXT: 'of $total[x]' })],
		['$time[ in a text', call({ TEXT: '$time[c0][start]' })],
		['a reference in another case', call({ TEXT: '$Result[c0]' })],
		['a reference further on', call({ TEXT: '$result.c0[ID]' })],
		['$result[ deep inside', call({ a: { b: ['x', 'y $result[c0]'] } })],
		['$result[ in a key', call({ a: { '$result[c0]': 'x' } })],
		['$result[ in a JSON text', call({ PARAMS: JSON.stringify({ a: '"$result[c0]"' }) })],
	])('lets a call with %s travel alone, where it stands', (_what, alone) => {
		const before = call({ n: 1 });
		const after = call({ n: 2 });
		expect(plan([before, before, alone, after, after])).toStrictEqual([
			[before, before],
			[alone],
			[after, after],
		]);
	});

	it.each<[string, RestParams]>([
		['a dollar sign', { TEXT: 'costs $5 [net]' }],
		['a reference that is none', { TEXT: 'result[0] $ result[0] $[0] $res[0]' }],
		['an empty text', { TEXT: '' }],
		['a parameter that is not sent', { TEXT: 'x', AVATAR: undefined }],
		['JSON with null and empty lists', { PARAMS: '{"a":null,"b":[]}' }],
	])('packs a call with %s together with others', (_what, params) => {
		expect(sizes([call(params), call(params)])).toStrictEqual([2]);
	});

	it('does not stumble over half an emoji, which a cut text may end with', () => {
		const cut = call({ TEXT: 'Well done 😀'.slice(0, -1) }, 'pull.application.push.add');
		const whole = call({ TEXT: 'Well done' }, 'pull.application.push.add');
		expect(plan([whole, cut, whole]).flat()).toStrictEqual([whole, cut, whole]);
	});
});

describe('a batch', () => {
	const calls = [
		call({ COMMAND: 'a b', PARAMS: '{"x":1}' }),
		call({ FILTER: { ID: [1, 2] } }, 'user.get'),
		call({}, 'profile'),
	];
	const [request] = planRequests(calls);

	it('writes each call as a method and its query, under names that form no list', () => {
		expect(batchParams(request?.commands ?? [], false)).toStrictEqual({
			halt: 0,
			cmd: {
				c0: 'pull.application.event.add?COMMAND=a%20b&PARAMS=%7B%22x%22%3A1%7D',
				c1: 'user.get?FILTER[ID][0]=1&FILTER[ID][1]=2',
				c2: 'profile?',
			},
		});
	});

	it('asks the portal to stop at the first command that fails', () => {
		expect(batchParams(request?.commands ?? [], true).halt).toBe(1);
	});
});

describe('readBatch', () => {
	const three = [call({ COMMAND: 'a' }), call({ COMMAND: 'b c' }), call({ COMMAND: 'd' })];
	const result = (maps: Record<string, JsonValue>): JsonValue => ({
		result: [],
		result_error: [],
		result_total: [],
		result_next: [],
		result_time: [],
		...maps,
	});
	const wrong = { error: 'COMMAND_ERROR', error_description: 'Command format error' };

	it('gives each call its own result', () => {
		expect(readBatch(result({ result: { c0: true, c1: { a: 1 }, c2: [1] } }), three, NOW)).toEqual([
			{ ok: true, result: true },
			{ ok: true, result: { a: 1 } },
			{ ok: true, result: [1] },
		]);
	});

	it.each<JsonValue>([false, 0, '', null, []])('takes the result %j for a result', (value) => {
		const maps = result({ result: { c0: value } });
		expect(readBatch(maps, three, NOW)[0]).toEqual({ ok: true, result: value });
	});

	it('tells of a list how many entries it has over all its pages', () => {
		const maps = result({ result: { c0: [1], c1: true }, result_total: { c0: 120 } });
		expect(readBatch(maps, three, NOW).slice(0, 2)).toEqual([
			{ ok: true, result: [1], total: 120 },
			{ ok: true, result: true },
		]);
	});

	it('gives an error to the call that failed and to no other', () => {
		const maps = result({ result: { c0: true, c2: true }, result_error: { c1: wrong } });
		expect(readBatch(maps, three, NOW)).toMatchObject([
			{ ok: true },
			{ ok: false, error: { code: 'COMMAND_ERROR', original: containing('format') } },
			{ ok: true },
		]);
	});

	it('says nothing of commands that a halt left out', () => {
		const maps = result({ result: { c0: true }, result_error: { c1: wrong } });
		expect(readBatch(maps, three, NOW)).toMatchObject([{ ok: true }, { ok: false }, undefined]);
	});

	it('explains an error whose description is empty, as a missing permission is', () => {
		const error = { error: 'insufficient_scope', error_description: '' };
		const [outcome] = readBatch(result({ result_error: { c0: error } }), three, NOW);
		expect(outcome).toMatchObject({
			ok: false,
			error: {
				code: 'insufficient_scope',
				message: containing('pull.application.event.add'),
				original: 'insufficient_scope',
			},
		});
	});

	it('takes an error with an empty code for an error', () => {
		const error = { error: '', error_description: 'Something' };
		const maps = result({ result: { c0: true }, result_error: { c0: error } });
		expect(readBatch(maps, three, NOW)[0]).toMatchObject({ ok: false, error: { code: '' } });
	});

	it('names the argument that a command was refused for', () => {
		const error = { error: 'ERROR_ARGUMENT', error_description: 'Empty', argument: 'EVENT' };
		const [outcome] = readBatch(result({ result_error: { c0: error } }), three, NOW);
		expect(outcome).toMatchObject({ error: { message: containing('EVENT') } });
	});

	it.each<[string, JsonValue]>([
		['empty maps of PHP', result({})],
		['no maps at all', {}],
		['an empty list', []],
		['a boolean', true],
		['null', null],
		['maps that are none', { result: 'x', result_error: 5 }],
	])('finds no outcome in %s', (_what, value) => {
		expect(readBatch(value, three, NOW)).toStrictEqual([undefined, undefined, undefined]);
	});
});
