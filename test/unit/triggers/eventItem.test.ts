import { rawItem, tokenUser } from '../../../nodes/Bitrix24/triggers/callBody';
import { eventItem, recordOf } from '../../../nodes/Bitrix24/triggers/event/eventItem';
import type { FormObject, FormValue } from '../../../nodes/Bitrix24/triggers/formTree';
import { RECORDED_FORM } from './recordedBody';

const item = (event: string, data?: FormValue, more: FormObject = {}) =>
	eventItem({ event, ...(data === undefined ? {} : { data }), ...more });

describe('the item of an event', () => {
	it('says what happened, to what, when, through whom and where', () => {
		expect(eventItem(RECORDED_FORM)).toStrictEqual({
			event: 'ONCRMCONTACTADD',
			title: 'Contact created',
			entity: 'contact',
			id: 134806,
			data: { FIELDS: { ID: '134806' } },
			occurredAt: '2024-09-22T15:28:46.000Z',
			userId: 1,
			runAsUserId: null,
			portal: {
				domain: 'portal.bitrix24.com',
				memberId: '010b6886ebc205e43ae65000ee00addb',
			},
			eventHandlerId: 58,
		});
	});

	it('is made also of an event that no user caused, which has no tokens', () => {
		const auth = { domain: 'portal.bitrix24.com', member_id: 'm', application_token: 't' };
		const data = { FIELDS: { ID: '5' } };
		expect(item('ONCRMDEALUPDATE', data, { auth, event_handler_id: '7', ts: '0' })).toStrictEqual({
			event: 'ONCRMDEALUPDATE',
			title: 'Deal updated',
			entity: 'deal',
			id: 5,
			data,
			occurredAt: '1970-01-01T00:00:00.000Z',
			userId: null,
			runAsUserId: null,
			portal: { domain: 'portal.bitrix24.com', memberId: 'm' },
			eventHandlerId: 7,
		});
	});

	it('is made even of an event that says nothing but its name', () => {
		expect(eventItem({ event: 'ONOFFLINEEVENT' })).toStrictEqual({
			event: 'ONOFFLINEEVENT',
			title: 'Offline event queue changed (signal without data)',
			data: null,
			occurredAt: null,
			userId: null,
			runAsUserId: null,
			portal: { domain: null, memberId: null },
			eventHandlerId: null,
		});
	});

	it('names nobody as its cause where it comes with the token of one user for all', () => {
		expect(eventItem(RECORDED_FORM, true)).toMatchObject({ userId: null, runAsUserId: 1 });
	});

	it('has the code as title where the catalogue knows none', () => {
		expect(item('ONSOMETHINGNEW', { ID: '5' })).toMatchObject({ title: 'ONSOMETHINGNEW' });
	});
});

describe('what an event is about', () => {
	const fields = (more: FormObject): FormObject => ({ FIELDS: more });
	const taskAdd = {
		FIELDS_BEFORE: 'undefined',
		FIELDS_AFTER: { ID: '123' },
		IS_ACCESSIBLE_BEFORE: 'N',
		IS_ACCESSIBLE_AFTER: 'undefined',
	};
	const taskDelete = {
		FIELDS_BEFORE: { ID: '124' },
		FIELDS_AFTER: 'undefined',
		IS_ACCESSIBLE_BEFORE: 'undefined',
		IS_ACCESSIBLE_AFTER: 'N',
	};
	const both = { FIELDS_BEFORE: { ID: '125' }, FIELDS_AFTER: { ID: '125' } };
	const comment = { FIELDS_AFTER: { ID: '77', MESSAGE_ID: '48760', TASK_ID: '2536' } };
	const order = fields({ ID: '300', XML_ID: 'x_300', ACTION: 'save' });
	const userField = fields({ ID: '9', ENTITY_ID: 'CRM_DEAL', FIELD_NAME: 'UF_CRM_1' });

	it.each<[string, FormValue, string, number | string]>([
		['ONCRMLEADADD', fields({ ID: '1' }), 'lead', 1],
		['ONCRMDEALDELETE', fields({ ID: '2' }), 'deal', 2],
		['ONCRMDEALMOVETOCATEGORY', fields({ ID: '3', CATEGORY_ID: '1' }), 'deal', 3],
		['ONCRMDEALUSERFIELDADD', userField, 'customField', 9],
		['ONCRMDYNAMICITEMADD', fields({ ID: '4', ENTITY_TYPE_ID: '147' }), 'item', 4],
		['ONCRMDYNAMICITEMADD_147', fields({ ID: '4', ENTITY_TYPE_ID: '147' }), 'item', 4],
		['ONCRMTIMELINECOMMENTADD', fields({ ID: '6' }), 'timelineComment', 6],
		['ONTASKUPDATE', both, 'task', 125],
		['ONTASKCOMMENTADD', comment, 'taskComment', 77],
		['ONCALENDARENTRYADD', { id: '8' }, 'calendarEvent', 8],
		['ONBOOKINGADD', { ID: '66' }, 'booking', 66],
		['CATALOG.PRODUCT.ON.ADD', fields({ ID: '10', TYPE: '1' }), 'catalogProduct', 10],
		['ONSALEORDERSAVED', order, 'order', 300],
		['ONLIVEFEEDPOSTADD', fields({ POST_ID: '209' }), 'feedPost', 209],
		['ONUSERADD', { ID: '12', NAME: 'Ann' }, 'user', 12],
		['ONSONETGROUPADD', fields({ ID: '6675' }), 'workgroup', 6675],
		['ONCRMDEALADD', fields({ ID: '999999999999999' }), 'deal', 999_999_999_999_999],
		['ONCRMDEALADD', fields({ ID: '12345678901234567890' }), 'deal', '12345678901234567890'],
		['ONCRMCURRENCYADD', fields({ ID: 'EUR' }), 'currency', 'EUR'],
		['ONCRMDEALADD', fields({ ID: '007' }), 'deal', '007'],
	])('%s with %j is %s %j', (event, data, entity, id) => {
		expect(item(event, data)).toMatchObject({ entity, id, data });
	});

	it.each<[string, FormValue, number, FormValue]>([
		['ONTASKADD', taskAdd, 123, { FIELDS_AFTER: { ID: '123' }, IS_ACCESSIBLE_BEFORE: 'N' }],
		['ONTASKDELETE', taskDelete, 124, { FIELDS_BEFORE: { ID: '124' }, IS_ACCESSIBLE_AFTER: 'N' }],
	])('%s leaves out what it calls undefined, but for the raw form', (event, data, id, tidy) => {
		expect(item(event, data)).toMatchObject({ entity: 'task', id });
		expect(item(event, data).data).toStrictEqual(tidy);
		expect(rawItem({ event, data }).data).toStrictEqual(data);
	});

	it('keeps the text "undefined" where a user may have written it', () => {
		const data = { MESSAGE: 'undefined' };
		expect(item('ONIMBOTMESSAGEADD', data).data).toStrictEqual(data);
	});

	it.each<[string, FormValue, object | undefined]>([
		['ONCRMDEALUPDATE', fields({ ID: '5' }), { id: 5 }],
		[
			'ONCRMDYNAMICITEMADD_147',
			fields({ ID: '4', ENTITY_TYPE_ID: '147' }),
			{ id: 4, entityTypeId: 147 },
		],
		['ONTASKCOMMENTADD', comment, { id: 77, messageId: 48760, taskId: 2536 }],
		['ONTASKCOMMENTDELETE', { FIELDS_BEFORE: { ID: '7', TASK_ID: '9' } }, { id: 7, taskId: 9 }],
		['ONTASKCOMMENTADD', { FIELDS_AFTER: { ID: '0', TASK_ID: '2536' } }, undefined],
		['ONAPPTEST', { QUERY: { a: '1' } }, undefined],
	])('%s with %j names the record %j', (event, data, reference) => {
		expect(recordOf({ event, data })).toStrictEqual(reference);
	});

	it('a comment of the new task chat has no id of its own, but that of its message and task', () => {
		const data = { FIELDS_AFTER: { ID: '0', MESSAGE_ID: '48760', TASK_ID: '2536' } };
		const result = item('ONTASKCOMMENTADD', data);
		expect(result).toMatchObject({ entity: 'taskComment', messageId: 48760, taskId: 2536 });
		expect(result).not.toHaveProperty('id');
	});

	it.each<[string, FormValue | undefined]>([
		['ONTASKCOMMENTADD', { FIELDS_AFTER: { ID: '0', MESSAGE_ID: '48760', TASK_ID: '2536' } }],
		['ONTASKADD', { FIELDS_BEFORE: 'undefined', FIELDS_AFTER: 'undefined' }],
		['ONCRMDEALADD', fields({ ID: '' })],
		['ONCRMDEALADD', fields({ ID: 'undefined' })],
		['ONCRMDEALADD', fields({ ID: ['5'] })],
		['ONCRMDEALADD', 'text'],
		['ONCRMDEALADD', ['5']],
		['ONCRMDEALADD', undefined],
	])('%s with %j is named, but has no id', (event, data) => {
		const result = item(event, data);
		expect(result).toHaveProperty('entity');
		expect(result).not.toHaveProperty('id');
	});

	it.each<[string, FormValue | undefined]>([
		['ONAPPTEST', { QUERY: { ID: '5' }, LANGUAGE_ID: 'en' }],
		['ONAPPINSTALL', { VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'de' }],
		['ONIMCONNECTORLINEDELETE', '128'],
		['ONIMCONNECTORMESSAGEADD', { CONNECTOR: 'x', MESSAGES: [{ im: { chat_id: '1' } }] }],
		['ONVOXIMPLANTCALLEND', { CALL_ID: 'x', PHONE_NUMBER: '+49' }],
		['ONOFFLINEEVENT', undefined],
		['ONSOMETHINGNEW', { ID: '5' }],
	])('%s with %j is about no single thing', (event, data) => {
		const result = item(event, data);
		expect(result).not.toHaveProperty('entity');
		expect(result).not.toHaveProperty('id');
		expect(result.data).toStrictEqual(data ?? null);
	});
});

describe('time and users', () => {
	it.each<[FormValue | undefined, string | null]>([
		['1727018926', '2024-09-22T15:28:46.000Z'],
		['8640000000000', '+275760-09-13T00:00:00.000Z'],
		['8640000000001', null],
		['999999999999999', null],
		['-1', null],
		['1727018926.5', null],
		['yesterday', null],
		['', null],
		[['1727018926'], null],
		[undefined, null],
	])('the time %j becomes %j', (ts, occurredAt) => {
		const more: FormObject = ts === undefined ? {} : { ts };
		expect(item('ONCRMDEALADD', '', more).occurredAt).toBe(occurredAt);
	});

	it.each<[FormValue | undefined, number | null]>([
		['7', 7],
		['0', 0],
		['', null],
		['abc', null],
		[['7'], null],
		[undefined, null],
	])('the user %j becomes %j', (user, userId) => {
		const auth: FormObject = user === undefined ? {} : { user_id: user };
		expect(item('ONCRMDEALADD', '', { auth }).userId).toBe(userId);
	});

	it.each<[FormValue | undefined, number | undefined]>([
		[{ user_id: '7' }, 7],
		[{ domain: 'x' }, undefined],
		[{ user_id: ['7'] }, undefined],
		['7', undefined],
		[undefined, undefined],
	])('who acted by %j is %j', (auth, user) => {
		expect(tokenUser(auth === undefined ? {} : { auth })).toBe(user);
	});
});

describe('the raw item', () => {
	it('is the body as it came, without its tokens', () => {
		const tokens = ['access_token', 'application_token'];
		const auth = Object.fromEntries(
			Object.entries(RECORDED_FORM.auth).filter(([key]) => !tokens.includes(key)),
		);
		expect(rawItem(RECORDED_FORM)).toStrictEqual({ ...RECORDED_FORM, auth });
	});

	it('leaves the body itself as it was', () => {
		const before = structuredClone(RECORDED_FORM);
		rawItem(RECORDED_FORM);
		eventItem(RECORDED_FORM);
		expect(RECORDED_FORM).toStrictEqual(before);
	});
});
