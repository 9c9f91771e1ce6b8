import { send } from '../../../nodes/Bitrix24/actions/realTimeEvent/send.operation';
import { chosen, filled, leaving, pairs, refusal } from './filled';

const form = {
	audience: 'users',
	users: chosen(5),
	command: 'deal_changed',
	specifyParameters: 'fields',
	parameters: {},
	options: {},
};
const call = (more: Record<string, unknown> = {}) => send.call(filled({ ...form, ...more }));

describe('a real-time event', () => {
	it('goes to one user as text, without a module', () => {
		expect(call().method).toBe('pull.application.event.add');
		expect(leaving(call())).toStrictEqual({
			USER_ID: '5',
			COMMAND: 'deal_changed',
			PARAMS: '{}',
		});
	});

	it('goes to several users as whole numbers', () => {
		expect(leaving(call({ users: chosen('5', 'user_7') }))).toMatchObject({ USER_ID: [5, 7] });
	});

	it('goes to everyone without a user, whatever is left in the list', () => {
		const params = leaving(call({ audience: 'everyone', users: chosen(5) }));
		expect(params).toStrictEqual({ COMMAND: 'deal_changed', PARAMS: '{}' });
	});

	it('carries its module where one is given', () => {
		expect(leaving(call({ options: { moduleId: 'my.module_1' } }))).toMatchObject({
			MODULE_ID: 'my.module_1',
		});
		expect(leaving(call({ options: { moduleId: '' } }))).not.toHaveProperty('MODULE_ID');
	});

	it('may travel in a batch, since everything in it is text', () => {
		expect(call().alone).not.toBe(true);
	});

	it('reports success', () => {
		expect(send.output(true, call())).toStrictEqual({ success: true });
	});
});

describe('the audience', () => {
	it.each([undefined, '', 'user', 'Everyone', null, 0, ['everyone'], {}])(
		'%j sends to nobody, and to everybody least of all',
		(audience) => {
			expect(refusal(() => call({ audience })).message).toBe(
				'Audience is neither "everyone" nor "users".',
			);
		},
	);

	it.each([
		[undefined, 'No user is chosen'],
		[{}, 'No user is chosen'],
		[chosen(), 'No user is chosen'],
		[chosen(''), 'No user is chosen'],
		[chosen(0), '"0" is not the ID'],
		[chosen('abc'), '"abc" is not the ID'],
		[chosen(null), 'No user is chosen'],
	])('of chosen users is never empty: %j', (users, message) => {
		expect(refusal(() => call({ users })).message).toContain(message);
	});
});

describe('the command', () => {
	it.each([
		'deal_changed',
		'Deal.Changed-2',
		'a:b|c',
		'0_',
		'00',
		'A',
		'constructor',
		'x'.repeat(300),
	])('%s is accepted', (command) => {
		expect(leaving(call({ command }))).toMatchObject({ COMMAND: command });
	});

	it('may be a number out of an expression', () => {
		expect(leaving(call({ command: 42 }))).toMatchObject({ COMMAND: '42' });
	});

	it.each([
		['deal changed', 'a space'],
		[' deal', 'a space'],
		['deal\tchanged', 'a tab'],
		['deal\n', 'a line break'],
		['deal\r\n', 'a line break'],
		['de\u200Bal', 'an invisible character (U+200B)'],
		['deal\uFEFF', 'an invisible character (U+FEFF)'],
		['deal\u00A0x', 'an invisible character (U+00A0)'],
		['de\u0000al', 'an invisible character (U+0000)'],
		['geändert', '"ä"'],
		['сделка', '"с"'],
		['deal😀', '"😀"'],
		['deal/changed', '"/"'],
		['deal{{x}}', '"{"'],
	])('%j is refused for %s', (command, character) => {
		const { message, advice } = refusal(() => call({ command }));
		expect(message).toBe(
			`Command "${command}" contains a character that Bitrix24 does not accept: ${character}.`,
		);
		expect(advice).toContain('_ : | . -');
	});

	it.each([
		['', 'Command is empty.'],
		[undefined, 'Command is empty.'],
		[null, 'Command is empty.'],
		['0', 'Bitrix24 never delivers an event whose command is 0.'],
		[0, 'Bitrix24 never delivers an event whose command is 0.'],
		[{}, 'Command must be text, but the expression gave an object.'],
		[['a'], 'Command must be text, but the expression gave a list.'],
		[true, 'Command must be text, but the expression gave the boolean true.'],
	])('%j is refused: %s', (command, message) => {
		expect(refusal(() => call({ command })).message).toBe(message);
	});
});

describe('the module', () => {
	it.each([
		['My', '"M"'],
		['my module', 'a space'],
		['my-module', '"-"'],
		['ü', '"ü"'],
	])('%j is refused for %s', (moduleId, character) => {
		expect(refusal(() => call({ options: { moduleId } })).message).toBe(
			`Module ID "${moduleId}" contains a character that Bitrix24 does not accept: ${character}.`,
		);
	});
});

describe('the parameters', () => {
	const withJson = (parametersJson: unknown) => call({ specifyParameters: 'json', parametersJson });

	it('go as one JSON text, so that their types survive', () => {
		const parameters = pairs(['dealId', 5], ['won', true], ['title', 'x'], ['tags', ['a']]);
		expect(leaving(call({ parameters }))).toMatchObject({
			PARAMS: '{"dealId":5,"won":true,"title":"x","tags":["a"]}',
		});
	});

	it.each<[unknown, string]>([
		['{ "dealId": 5 }', '{"dealId":5}'],
		['[1, "2", null]', '[1,"2",null]'],
		['{}', '{}'],
		['[]', '[]'],
		[{ dealId: 5, nested: { a: [true] } }, '{"dealId":5,"nested":{"a":[true]}}'],
		[[1, 2], '[1,2]'],
	])('may be the JSON %j', (json, params) => {
		expect(leaving(withJson(json))).toMatchObject({ PARAMS: params });
	});

	it.each<[unknown]>([['5'], ['"text"'], ['null'], ['true'], [5], [null], [undefined], [false]])(
		'may not be %j, which Bitrix24 refuses',
		(json) => {
			const { message, advice } = refusal(() => withJson(json));
			expect(message).toBe('Parameters (JSON) must be a JSON object or a list.');
			expect(advice).toBe('Write it as in { "dealId": 5 }.');
		},
	);

	it.each([
		['not JSON'],
		[''],
		['{ dealId: 5 }'],
		["{'dealId': 5}"],
		['{"a":1,}'],
		['[object Object]'],
	])('are refused where %j is no JSON', (json) => {
		const { message, advice } = refusal(() => withJson(json));
		expect(message).toMatch(/^Parameters \(JSON\) is not valid JSON \(.+\)\.$/);
		expect(advice).toContain('double quotes');
	});
});
