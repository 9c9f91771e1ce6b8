import { startSandbox } from '../../sandbox';
import type { RuleRun, Sandbox } from '../../sandbox';
import { startEventReceiver } from './eventReceiver';
import type { EventReceiver } from './eventReceiver';
import { returnValues } from './forms';
import { runAction } from './n8nCore';
import { connectedTo } from './storedCredential';

/** Two values of each type as they stand in the rule's settings. */
const VALUES: Readonly<Record<string, readonly [first: unknown, second: unknown]>> = {
	bool: ['Y', 'N'],
	date: ['2026-11-21', '2026-03-04'],
	datetime: ['2026-11-21T13:05:09+00:00', '2026-03-04T00:05:00+00:00'],
	double: ['1500.5', '-0.25'],
	file: ['912', '913'],
	int: ['5', '-5'],
	select: ['b', 'a'],
	string: ['5', 'Y'],
	text: ['one\ntwo', ' <b>&amp;</b> '],
	user: ['user_5', 'group_hrr2'],
};
const TYPES = Object.keys(VALUES);
/** Groups without a prefix, of the document and of the portal. */
const OTHER_GROUPS = ['author', 'responsible_head', 'group_d1'];

/** The fields of the rule: one of each type, one with several values, and each of both left empty. */
const PROPERTIES = TYPES.flatMap((type) =>
	['one', 'several', 'empty', 'none'].map((name) => ({
		id: `${name}_${type}`,
		name: `${name} ${type}`,
		type,
		multiple: name === 'several' || name === 'none',
		...(type === 'select' ? { choices: { choice: [{ value: 'a' }, { value: 'b' }] } } : {}),
	})),
).concat({ id: 'groups', name: 'Groups', type: 'user', multiple: true });

let sandbox: Sandbox;
let receiver: EventReceiver;
beforeEach(async () => {
	sandbox = await startSandbox();
	receiver = await startEventReceiver(
		connectedTo(sandbox),
		{
			kind: 'rule',
			ruleName: 'Echo',
			ruleFields: { property: PROPERTIES },
			waitForAnswer: true,
			ruleReturnValues: { property: PROPERTIES },
			options: {},
		},
		'automation',
	);
	await receiver.trigger.create();
});
afterEach(async () => {
	await receiver.stop();
	await sandbox.stop();
});

/** Lets Bitrix24 run the rule; resolves once the trigger has its item. */
async function run(): Promise<RuleRun> {
	const given = TYPES.flatMap((type) => [
		[`one_${type}`, VALUES[type]?.[0]],
		[`several_${type}`, VALUES[type]],
	]);
	const ran = await sandbox.runRule('n8n_workflow_trigger', {
		properties: { ...(Object.fromEntries(given) as object), groups: OTHER_GROUPS },
	});
	await receiver.received(1);
	return ran;
}

/** Values as a form carries them: everything is text, and what is empty is an empty one. */
function asSent(value: unknown): unknown {
	if (Array.isArray(value)) return value.length === 0 ? '' : value.map(asSent);
	return typeof value === 'number' ? String(value) : (value ?? '');
}

const texts = (values: object = {}) =>
	Object.fromEntries(Object.entries(values).map(([id, value]) => [id, asSent(value)]));

const answer = (parameters: Parameters<typeof returnValues>[0]) =>
	runAction(connectedTo(sandbox), {
		parameters: returnValues(parameters),
		items: receiver.items as Parameters<typeof runAction>[1]['items'],
	});

describe('All fields of a call, handed back by Return Values,', () => {
	it('arrive as Bitrix24 sent them', async () => {
		const ran = await run();
		await answer({ returnValuesJson: '={{ $json.fields }}' });
		expect(texts(ran.returnedValues)).toEqual(texts(ran.properties));
		expect(ran.returnedValues).toMatchObject({
			one_user: 'user_5',
			several_user: ['user_5', 'group_hrr2'],
			groups: OTHER_GROUPS,
			several_bool: ['Y', 'N'],
			one_date: '11/21/2026',
			one_file: 912,
		});
	});

	it('arrive as they were sent where they went through a text of JSON', async () => {
		const ran = await run();
		await answer({ returnValuesJson: '={{ JSON.stringify($json.fields, null, 4) }}' });
		expect(texts(ran.returnedValues)).toEqual(texts(ran.properties));
	});

	it('arrive as they were sent where each is a field of the form', async () => {
		const ran = await run();
		const entry = PROPERTIES.map(({ id }) => ({
			name: id,
			value: `={{ $json.fields.${id} }}`,
		}));
		await answer({ specifyReturnValues: 'fields', returnValues: { entry } });
		expect(texts(ran.returnedValues)).toEqual(texts(ran.properties));
	});
});
