import { returnValues } from '../../../nodes/Bitrix24/actions/automationRule/returnValues.operation';
import { filled, leaving, pairs, refusal } from './filled';

const TOKEN = '664fa13bbbb410.99176768|A40364_79843_85254_57332|abcDEF123.0a1b2c3d';
const form = {
	eventToken: TOKEN,
	specifyReturnValues: 'fields',
	returnValues: pairs(['approved', 'Y']),
	options: {},
};
const USER = { kind: 'user', id: 5 };
const GROUP = { kind: 'group', id: 'd1' };
const call = (more: Record<string, unknown> = {}) =>
	returnValues.call(filled({ ...form, ...more }));

describe('an answer to an automation rule', () => {
	it('carries token and values', () => {
		expect(call().method).toBe('bizproc.event.send');
		expect(leaving(call())).toStrictEqual({
			EVENT_TOKEN: TOKEN,
			RETURN_VALUES: { approved: 'Y' },
		});
	});

	it('keeps the types of its values', () => {
		const values = pairs(['limit', 5000], ['users', ['user_1', 'user_2']], ['none', null]);
		expect(leaving(call({ returnValues: values }))).toMatchObject({
			RETURN_VALUES: { limit: 5000, users: ['user_1', 'user_2'], none: null },
		});
	});

	it.each([
		{ returnValues: pairs(['approver', USER], ['all', [USER, GROUP]], ['deep', { a: [USER] }]) },
		{
			specifyReturnValues: 'json',
			returnValuesJson: { approver: USER, all: [USER, GROUP], deep: { a: [USER] } },
		},
		{
			specifyReturnValues: 'json',
			returnValuesJson:
				'{ "approver": { "kind": "user", "id": "5" }, "all": [{"id":5,"kind":"user"},\n{"kind":"group", "id": "d1"}], "deep": {"a":[{"kind":"user","id":5}]} }',
		},
	])('takes the users and groups of a call as they came: %j', (more) => {
		expect(leaving(call(more))).toMatchObject({
			RETURN_VALUES: { approver: 'user_5', all: ['user_5', 'group_d1'], deep: { a: ['user_5'] } },
		});
	});

	it('may have values with the names kind and id', () => {
		const returnValues = pairs(['kind', 'user'], ['id', 5]);
		expect(leaving(call({ returnValues }))).toMatchObject({
			RETURN_VALUES: { kind: 'user', id: 5 },
		});
	});

	it('takes its values as JSON', () => {
		const json = { specifyReturnValues: 'json', returnValuesJson: '{"approved":"N"}' };
		expect(leaving(call(json))).toMatchObject({ RETURN_VALUES: { approved: 'N' } });
	});

	it.each([
		[{ returnValues: {} }],
		[{ specifyReturnValues: 'json', returnValuesJson: '{}' }],
		[{ specifyReturnValues: 'json', returnValuesJson: {} }],
	])('sends no values where there are none: %j', (more) => {
		expect(leaving(call(more))).toStrictEqual({ EVENT_TOKEN: TOKEN });
	});

	it.each<[unknown]>([['[1]'], ['5'], ['null'], [[1]], [undefined]])(
		'refuses the values %j, which have no names',
		(returnValuesJson) => {
			const more = { specifyReturnValues: 'json', returnValuesJson };
			expect(refusal(() => call(more)).message).toBe('Return Values (JSON) must be a JSON object.');
		},
	);

	it.each([
		['Checked by n8n', { LOG_MESSAGE: 'Checked by n8n' }],
		[5, { LOG_MESSAGE: '5' }],
		['', {}],
		[undefined, {}],
	])('writes the log message %j as %j', (logMessage, params) => {
		expect(leaving(call({ returnValues: {}, options: { logMessage } }))).toStrictEqual({
			EVENT_TOKEN: TOKEN,
			...params,
		});
	});

	it('reports success', () => {
		expect(returnValues.output(true, call())).toStrictEqual({ success: true });
	});
});

describe('the event token', () => {
	it.each([TOKEN, `  ${TOKEN}\n`, 'a|b|c', 'a|b|c.d-e_f'])('%j is accepted', (eventToken) => {
		expect(leaving(call({ eventToken }))).toMatchObject({ EVENT_TOKEN: eventToken.trim() });
	});

	it.each<[unknown, RegExp]>([
		['', /^The event token is empty\.$/],
		['  ', /^The event token is empty\.$/],
		[undefined, /^The event token is empty\.$/],
		[null, /^The event token is empty\.$/],
		['a', /is not complete/],
		['a|b', /is not complete/],
		['a||c', /is not complete/],
		['|b|c', /is not complete/],
		['a|b|', /is not complete/],
		['a|b|c|d', /is not complete/],
		['a|b b|c', /is not complete/],
		['undefined', /is not complete/],
		[{ a: 1 }, /^Event Token must be text, but the expression gave an object\.$/],
		[['a|b|c'], /^Event Token must be text, but the expression gave a list\.$/],
	])('%j is refused', (eventToken, message) => {
		const refused = refusal(() => call({ eventToken }));
		expect(refused.message).toMatch(message);
		expect(refused.advice).toMatch(/.\.$/);
	});

	it('is not repeated where it is refused, since it is a secret', () => {
		const { message, advice } = refusal(() => call({ eventToken: 'sentinel|x' }));
		expect(`${message} ${advice}`).not.toContain('sentinel');
	});
});
