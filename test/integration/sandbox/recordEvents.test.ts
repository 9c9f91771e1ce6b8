import { type RecordKindName, type Sandbox, startSandbox } from '../../../sandbox';
import { type EventReceiver, startEventReceiver } from './eventReceiver';
import { call } from './restClient';

let sandbox: Sandbox;
let receiver: EventReceiver;

beforeEach(async () => {
	[sandbox, receiver] = await Promise.all([startSandbox(), startEventReceiver()]);
});
afterEach(async () => {
	await Promise.all([sandbox.stop(), receiver.stop()]);
});

const bind = (event: string) => call(sandbox, 'event.bind', { event, handler: receiver.url });

/** Name of the event and what stands below `data`, of everything that was delivered. */
const told = async (): Promise<Array<Record<string, string>>> => {
	await sandbox.settle();
	return sandbox.deliveries.map(({ body }) =>
		Object.fromEntries(
			[...new URLSearchParams(body)]
				.filter(([key]) => key === 'event' || key.startsWith('data'))
				.map(([key, value]) => [key.replace(/^data/, ''), value]),
		),
	);
};

/** Creates, changes and deletes a record; returns its id. */
const live = async (kind: RecordKindName, fields: object = {}) => {
	const id = await sandbox.createRecord(kind, { ...fields });
	await sandbox.updateRecord(kind, id, {});
	await sandbox.deleteRecord(kind, id);
	return String(id);
};

const FIELDS_ID = (id: string) => ({ '[FIELDS][ID]': id });

// docs/reference/bitrix24.md#event-data
describe('adding, changing and deleting', () => {
	it.each<[RecordKindName, string, (id: string) => Record<string, string>, object?]>([
		['lead', 'ONCRMLEAD', FIELDS_ID],
		['deal', 'ONCRMDEAL', FIELDS_ID],
		['contact', 'ONCRMCONTACT', FIELDS_ID],
		['company', 'ONCRMCOMPANY', FIELDS_ID],
		['quote', 'ONCRMQUOTE', FIELDS_ID],
		['activity', 'ONCRMACTIVITY', FIELDS_ID],
		['timelineComment', 'ONCRMTIMELINECOMMENT', FIELDS_ID],
		['currency', 'ONCRMCURRENCY', FIELDS_ID, { CURRENCY: 'CHE' }],
		['requisite', 'ONCRMREQUISITE', FIELDS_ID],
		['bankDetail', 'ONCRMBANKDETAIL', FIELDS_ID],
		['type', 'ONCRMTYPE', FIELDS_ID],
		['calendarEvent', 'ONCALENDARENTRY', (id) => ({ '[id]': id })],
		['booking', 'ONBOOKING', (id) => ({ '[ID]': id })],
		['bookingResource', 'ONBOOKINGRESOURCE', (id) => ({ '[ID]': id })],
		['bookingResourceType', 'ONBOOKINGRESOURCETYPE', (id) => ({ '[ID]': id })],
		['bookingWaitlistItem', 'ONBOOKINGWAITLISTITEM', (id) => ({ '[ID]': id })],
		[
			'catalogProduct',
			'CATALOG.PRODUCT.ON.',
			(id) => ({ '[FIELDS][ID]': id, '[FIELDS][TYPE]': '1' }),
		],
		['price', 'CATALOG.PRICE.ON.', FIELDS_ID],
		['priceType', 'CATALOG.PRICE.TYPE.ON.', FIELDS_ID],
		['catalogMeasure', 'CATALOG.MEASURE.ON.', FIELDS_ID],
		['roundingRule', 'CATALOG.ROUNDING.ON.', FIELDS_ID],
		['feedPost', 'ONLIVEFEEDPOST', (id) => ({ '[FIELDS][POST_ID]': id })],
		['workgroup', 'ONSONETGROUP', FIELDS_ID],
	])('of a %s raises %s…', async (kind, prefix, dataOf, fields = {}) => {
		const events = ['ADD', 'UPDATE', 'DELETE'].map((change) => `${prefix}${change}`);
		for (const event of events) await bind(event);
		const id = await live(kind, fields);
		expect(await told()).toEqual(events.map((event) => ({ event, ...dataOf(id) })));
	});

	it('of a smart process’s item names its type, and reaches the typed event', async () => {
		for (const event of ['ONCRMDYNAMICITEMADD', 'ONCRMDYNAMICITEMADD_147']) await bind(event);
		const id = String(await sandbox.createRecord('item', { title: 'x' }));
		await sandbox.createRecord('item', { title: 'y', entityTypeId: 1032 });
		const data = { '[FIELDS][ID]': id, '[FIELDS][ENTITY_TYPE_ID]': '147' };
		expect(await told()).toMatchObject([
			{ event: 'ONCRMDYNAMICITEMADD', ...data },
			{ event: 'ONCRMDYNAMICITEMADD_147', ...data },
			{ event: 'ONCRMDYNAMICITEMADD', '[FIELDS][ENTITY_TYPE_ID]': '1032' },
		]);
	});

	it('of a task writes "undefined" for what there is not', async () => {
		for (const change of ['ADD', 'UPDATE', 'DELETE']) await bind(`ONTASK${change}`);
		const id = await live('task');
		expect(await told()).toEqual([
			{
				event: 'ONTASKADD',
				'[FIELDS_BEFORE]': 'undefined',
				'[FIELDS_AFTER][ID]': id,
				'[IS_ACCESSIBLE_BEFORE]': 'N',
				'[IS_ACCESSIBLE_AFTER]': 'undefined',
			},
			{
				event: 'ONTASKUPDATE',
				'[FIELDS_BEFORE][ID]': id,
				'[FIELDS_AFTER][ID]': id,
				'[IS_ACCESSIBLE_BEFORE]': 'undefined',
				'[IS_ACCESSIBLE_AFTER]': 'undefined',
			},
			{
				event: 'ONTASKDELETE',
				'[FIELDS_BEFORE][ID]': id,
				'[FIELDS_AFTER]': 'undefined',
				'[IS_ACCESSIBLE_BEFORE]': 'undefined',
				'[IS_ACCESSIBLE_AFTER]': 'N',
			},
		]);
	});

	it('of a task’s comment names the task; a message of the task’s chat has the id 0', async () => {
		await bind('ONTASKCOMMENTADD');
		const id = String(await sandbox.createRecord('taskComment', { TASK_ID: 5 }));
		await sandbox.createRecord('taskComment', { TASK_ID: 5, MESSAGE_ID: 48760 });
		expect(await told()).toMatchObject([
			{ '[FIELDS_AFTER][ID]': id, '[FIELDS_AFTER][TASK_ID]': '5' },
			{
				'[FIELDS_AFTER][ID]': '0',
				'[FIELDS_AFTER][MESSAGE_ID]': '48760',
				'[FIELDS_AFTER][TASK_ID]': '5',
			},
		]);
	});

	it('of an order says what was done, with its external id', async () => {
		for (const event of ['ONSALEORDERSAVED', 'ONSALEBEFOREORDERDELETE', 'ONORDERDELETED']) {
			await bind(event);
		}
		const id = String(await sandbox.createRecord('order', { xmlId: 'a' }));
		await sandbox.deleteRecord('order', id);
		const order = { '[FIELDS][ID]': id, '[FIELDS][XML_ID]': 'a' };
		expect(await told()).toEqual([
			{ event: 'ONSALEORDERSAVED', ...order, '[FIELDS][ACTION]': 'save' },
			{ event: 'ONSALEBEFOREORDERDELETE', ...order, '[FIELDS][ACTION]': 'delete' },
			{ event: 'ONORDERDELETED', '[FIELDS][ID]': id },
		]);
	});

	it.each<[RecordKindName, string]>([
		['order', 'ONORDER'],
		['payment', 'ONPAYMENT'],
		['shipment', 'ONSHIPMENT'],
		['orderProperty', 'ONPROPERTYVALUE'],
	])('of a shop’s %s raises one event for saved and one for deleted', async (kind, prefix) => {
		for (const event of [`${prefix}ENTITYSAVED`, `${prefix}DELETED`]) await bind(event);
		const id = await live(kind);
		const saved = { event: `${prefix}ENTITYSAVED`, '[FIELDS][ID]': id };
		expect(await told()).toEqual([saved, saved, { event: `${prefix}DELETED`, '[FIELDS][ID]': id }]);
	});
});

it('a deal that changes its pipeline raises an event more', async () => {
	await bind('ONCRMDEALMOVETOCATEGORY');
	const id = await sandbox.createRecord('deal', { TITLE: 'x' });
	await sandbox.updateRecord('deal', id, { STAGE_ID: 'WON' });
	const fields = { CATEGORY_ID: 1, STAGE_ID: 'C1:NEW' };
	await call(sandbox, 'crm.deal.update', { id, fields });
	expect(await told()).toEqual([
		{
			event: 'ONCRMDEALMOVETOCATEGORY',
			'[FIELDS][ID]': String(id),
			'[FIELDS][CATEGORY_ID]': '1',
			'[FIELDS][STAGE_ID]': 'C1:NEW',
		},
	]);
});

it('what is not there cannot be changed or deleted', async () => {
	await expect(sandbox.updateRecord('contact', 5, {})).rejects.toThrow(
		'The portal has no contact 5',
	);
	await expect(sandbox.deleteRecord('contact', 5)).rejects.toThrow('The portal has no contact 5');
});
