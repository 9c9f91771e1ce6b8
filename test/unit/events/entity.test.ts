import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { catalogEvents } from '../../../nodes/Bitrix24/events/catalog';
import { eventEntity } from '../../../nodes/Bitrix24/events/entity';

const codes = catalogEvents().map(({ code }) => code);

/** Scopes whose events are about no single thing: messages, calls, sessions, requests. */
const WITHOUT_THINGS = [
	'basic',
	'imbot',
	'imconnector',
	'imopenlines',
	'telephony',
	'sign.b2e',
	'humanresources.hcmlink',
];
/** Events of other scopes that carry no id of their own. */
const EXCEPTIONS = ['ONCRMTIMELINEITEMACTION', 'ONCRMADDRESSREGISTER', 'ONCRMADDRESSUNREGISTER'];

describe('what an event is about', () => {
	it('is known of every event that is about a thing, and of no other', () => {
		const events = catalogEvents().filter(({ scope }) => scope !== 'userfieldconfig');
		const unknown = events.filter(({ code }) => eventEntity(code) === undefined);
		const expected = events.filter(
			({ code, scope }) => WITHOUT_THINGS.includes(scope) || EXCEPTIONS.includes(code),
		);
		expect(unknown).toStrictEqual(expected);
	});

	it.each(['MAIN.ON.USER.TYPE.ADD', 'MAIN.ON.USER.TYPE.UPDATE', 'MAIN.ON.USER.TYPE.DELETE'])(
		'is a custom field for %s, which carries its id',
		(code) => {
			expect(eventEntity(code)).toBe('customField');
		},
	);

	it.each([
		['ONCRMLEADADD', 'lead'],
		['ONCRMLEADUSERFIELDADD', 'customField'],
		['ONCRMTYPEADD', 'type'],
		['ONCRMTYPEUSERFIELDSETENUMVALUES', 'customField'],
		['ONCRMREQUISITEUSERFIELDDELETE', 'customField'],
		['ONCRMDEALADD', 'deal'],
		['ONCRMDEALMOVETOCATEGORY', 'deal'],
		['ONCRMDEALRECURRINGADD', 'recurringDeal'],
		['ONCRMINVOICEADD', 'invoice'],
		['ONCRMINVOICESETSTATUS', 'invoice'],
		['ONCRMINVOICERECURRINGADD', 'recurringInvoice'],
		['ONCRMPRODUCTADD', 'product'],
		['ONCRMPRODUCTPROPERTYADD', 'productProperty'],
		['ONCRMPRODUCTSECTIONADD', 'productSection'],
		['ONCRMDYNAMICITEMADD', 'item'],
		['ONCRMDYNAMICITEMDELETE_147', 'item'],
		['ONCRMDOCUMENTGENERATORDOCUMENTADD', 'document'],
		['ONTASKUPDATE', 'task'],
		['ONTASKCOMMENTDELETE', 'taskComment'],
		['ONCALENDARENTRYADD', 'calendarEvent'],
		['ONCALENDARSECTIONADD', 'calendarSection'],
		['ONCALENDARROOMCREATE', 'meetingRoom'],
		['ONBOOKINGADD', 'booking'],
		['ONBOOKINGRESOURCEADD', 'bookingResource'],
		['ONBOOKINGRESOURCETYPEADD', 'bookingResourceType'],
		['ONBOOKINGWAITLISTITEMADD', 'bookingWaitlistItem'],
		['CATALOG.PRODUCT.ON.ADD', 'catalogProduct'],
		['CATALOG.PRICE.ON.ADD', 'price'],
		['CATALOG.PRICE.TYPE.ON.ADD', 'priceType'],
		['ONSALEORDERSAVED', 'order'],
		['ONSALEBEFOREORDERDELETE', 'order'],
		['ONORDERENTITYSAVED', 'order'],
		['ONORDERDELETED', 'order'],
		['ONPAYMENTDELETED', 'payment'],
		['ONPROPERTYVALUEENTITYSAVED', 'orderProperty'],
		['ONSONETGROUPADD', 'workgroup'],
		['ONSONETGROUPSUBJECTADD', 'workgroupSubject'],
		['ONUSERADD', 'user'],
	])('is for %s: %s', (code, entity) => {
		expect(eventEntity(code)).toBe(entity);
	});

	it.each(['', 'ONSOMETHINGNEW', 'constructor'])('is not known for %j', (code) => {
		expect(eventEntity(code)).toBeUndefined();
	});
});

describe('the table of entities', () => {
	const source = join(__dirname, '../../../nodes/Bitrix24/events/entity.ts');
	const rows = [...readFileSync(source, 'utf8').matchAll(/\[\/(.+)\/, '(\w+)'\]/g)].map(
		([, pattern = '', entity = '']) => ({ pattern: new RegExp(pattern), entity }),
	);

	it('has no row that another one hides, or that fits no event', () => {
		expect(rows.length).toBeGreaterThan(40);
		const used = new Set(codes.map((code) => rows.find(({ pattern }) => pattern.test(code))));
		expect(rows.filter((row) => !used.has(row))).toStrictEqual([]);
	});
});
