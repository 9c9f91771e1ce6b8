import { sendTestEvent } from '../../../nodes/Bitrix24/actions/eventHandler/sendTestEvent.operation';
import { filled, refusal } from './filled';

const call = (parameters: Record<string, unknown>) => sendTestEvent.call(filled(parameters));

describe('a test event', () => {
	it('can be sent without data', () => {
		expect(call({})).toStrictEqual({ method: 'event.test', params: {}, idempotent: false });
	});

	it('carries data given as fields, with their types', () => {
		const entry = [
			{ name: 'greeting', value: 'Hello' },
			{ name: 'count', value: 3 },
		];
		expect(call({ testData: { entry } }).params).toStrictEqual({ greeting: 'Hello', count: 3 });
	});

	it('carries data given as JSON', () => {
		const form = { specifyTestData: 'json', testDataJson: '{ "a": { "b": [1, "x"] } }' };
		expect(call(form).params).toStrictEqual({ a: { b: [1, 'x'] } });
	});

	it.each(['[1, 2]', '"text"', '5', 'null'])('does not carry the JSON %s', (testDataJson) => {
		expect(refusal(() => call({ specifyTestData: 'json', testDataJson })).message).toContain(
			'object',
		);
	});

	it.each(['auth', 'token', 'method', 'start'])(
		'refuses the name %s, which would not come back',
		(name) => {
			const { message } = refusal(() => call({ testData: { entry: [{ name, value: '1' }] } }));
			expect(message).toContain(`"${name}"`);
		},
	);

	it('says only that it was sent: whether it arrived is seen at the trigger', () => {
		expect(sendTestEvent.output(1, call({}))).toStrictEqual({ success: true });
	});
});
