import { getInstances } from '../../../nodes/Bitrix24/actions/businessProcess/getInstances.operation';
import { getTemplates } from '../../../nodes/Bitrix24/actions/businessProcess/getTemplates.operation';
import { start } from '../../../nodes/Bitrix24/actions/businessProcess/start.operation';
import { terminate } from '../../../nodes/Bitrix24/actions/businessProcess/terminate.operation';
import { filled, leaving, pairs, refusal } from './filled';

const INTEGRATION = 'Bitrix\\Crm\\Integration\\BizProc\\Document';
const locator = (value: unknown) => ({ __rl: true, mode: 'id', value });
const started = (form: Record<string, unknown>) =>
	start.call(
		filled({
			template: locator('12'),
			documentKind: 'deal',
			documentId: '759',
			specifyParameters: 'fields',
			parameters: {},
			...form,
		}),
	);

describe('starting a business process', () => {
	it('names template and document', () => {
		const call = started({});
		expect(call.method).toBe('bizproc.workflow.start');
		expect(leaving(call)).toStrictEqual({
			TEMPLATE_ID: 12,
			DOCUMENT_ID: ['crm', 'CCrmDocumentDeal', 'DEAL_759'],
		});
		expect(start.output('66e8.1', call)).toEqual({ success: true, workflowId: '66e8.1' });
	});

	// The documents of the official documentation of bizproc.workflow.start.
	it.each<[Record<string, unknown>, string[]]>([
		[{ documentKind: 'lead', documentId: '777' }, ['crm', 'CCrmDocumentLead', 'LEAD_777']],
		[{ documentKind: 'company', documentId: 777 }, ['crm', 'CCrmDocumentCompany', 'COMPANY_777']],
		[
			{ documentKind: 'contact', documentId: '0777' },
			['crm', 'CCrmDocumentContact', 'CONTACT_777'],
		],
		[{ documentKind: 'quote', documentId: '777' }, ['crm', `${INTEGRATION}\\Quote`, 'QUOTE_777']],
		[
			{ documentKind: 'smartInvoice', documentId: '3' },
			['crm', `${INTEGRATION}\\SmartInvoice`, 'SMART_INVOICE_3'],
		],
		[
			{ documentKind: 'smartProcess', smartProcessId: '147', documentId: '1' },
			['crm', `${INTEGRATION}\\Dynamic`, 'DYNAMIC_147_1'],
		],
		[
			{ documentKind: 'smartProcess', smartProcessId: 147, documentId: 'DYNAMIC_147_1' },
			['crm', `${INTEGRATION}\\Dynamic`, 'DYNAMIC_147_1'],
		],
		[{ documentId: 'deal_777' }, ['crm', 'CCrmDocumentDeal', 'DEAL_777']],
		[
			{ documentKind: 'other', documentIdJson: '["lists", "BizprocDocument", 777]' },
			['lists', 'BizprocDocument', '777'],
		],
		[
			{ documentKind: 'other', documentIdJson: ['disk', 'Bitrix\\Disk\\BizProcDocument', '777'] },
			['disk', 'Bitrix\\Disk\\BizProcDocument', '777'],
		],
	])('on %j names %j', (form, documentId) => {
		expect(leaving(started(form)).DOCUMENT_ID).toEqual(documentId);
	});

	it('carries users and groups as a call of the Bitrix24 Automation Trigger has them', () => {
		const users = [
			{ kind: 'user', id: 5 },
			{ kind: 'group', id: 'd1' },
		];
		const parameters = pairs(['responsible', users[0]], ['users', users], ['none', null]);
		expect(leaving(started({ parameters })).PARAMETERS).toEqual({
			responsible: 'user_5',
			users: ['user_5', 'group_d1'],
			none: null,
		});
	});

	it('carries parameters with their types, booleans as Y and N', () => {
		const parameters = pairs(['limit', 5], ['urgent', true], ['users', ['user_1', 'user_2']]);
		expect(leaving(started({ parameters })).PARAMETERS).toEqual({
			limit: 5,
			urgent: 'Y',
			users: ['user_1', 'user_2'],
		});
	});

	it.each<[Record<string, unknown>, string]>([
		[{ template: locator('') }, 'No template is chosen.'],
		[{ template: 'abc' }, '"abc" is not the ID of a template.'],
		[{ template: '0' }, '"0" is not the ID of a template.'],
		[{ documentId: '' }, 'The ID of the document is empty.'],
		[{ documentId: 'LEAD_5' }, '"LEAD_5" is not the ID of such a document.'],
		[{ documentId: '5,6' }, '"5,6" is not the ID of such a document.'],
		[{ documentKind: 'task' }, '"task" is not one of the document types.'],
		[
			{ documentKind: 'smartProcess', smartProcessId: '', documentId: '5' },
			'The ID of the smart process is empty.',
		],
		[
			{ documentKind: 'smartProcess', smartProcessId: '147', documentId: 'DYNAMIC_1_1' },
			'"DYNAMIC_1_1" is not the ID of such a document.',
		],
		[
			{ documentKind: 'other', documentIdJson: '["lists", "777"]' },
			'Document ID (JSON) is not a list of module, object and ID.',
		],
		[
			{ documentKind: 'other', documentIdJson: '["lists", "", "777"]' },
			'Document ID (JSON) is not a list of module, object and ID.',
		],
	])('with %j is refused before anything is sent', (form, message) => {
		const { message: given, advice } = refusal(() => started(form));
		expect(given).toBe(message);
		expect(advice).toMatch(/[.\]]$/);
	});
});

describe('terminating a business process', () => {
	const call = (workflowId: unknown, options: unknown = {}) =>
		terminate.call(filled({ workflowId, options }));

	it('names it, and the status where one is given', () => {
		expect(leaving(call(' 66e8.1 '))).toStrictEqual({ ID: '66e8.1' });
		expect(leaving(call('66e8.1', { status: 'Over' }))).toStrictEqual({
			ID: '66e8.1',
			STATUS: 'Over',
		});
	});

	it.each(['0', 'a b', 'w|a|b.c', '<id>'])('refuses %j, which is not an ID', (id) => {
		expect(refusal(() => call(id)).message).toBe(`"${id}" is not the ID of a business process.`);
	});
});

describe('listing the business processes that run', () => {
	const call = (form: Record<string, unknown> = {}) =>
		getInstances.call(filled({ returnAll: false, limit: 50, options: {}, ...form }));

	it('reads every field, the latest first', () => {
		expect(call().method).toBe('bizproc.workflow.instances');
		expect(leaving(call())).toMatchObject({ ORDER: { STARTED: 'DESC' } });
		expect(leaving(call()).SELECT).toHaveLength(9);
		expect(leaving(call())).not.toHaveProperty('FILTER');
	});

	it('asks for what the filters say', () => {
		const options = {
			documentId: 'DEAL_5',
			moduleId: 'crm',
			startedBy: locator('user_7'),
			template: locator('12'),
		};
		expect(leaving(call({ options })).FILTER).toEqual({
			DOCUMENT_ID: 'DEAL_5',
			MODULE_ID: 'crm',
			STARTED_BY: 7,
			TEMPLATE_ID: 12,
		});
	});

	it('does not filter by what was left empty', () => {
		const options = { documentId: '', moduleId: '', startedBy: locator(''), template: locator('') };
		expect(leaving(call({ options }))).not.toHaveProperty('FILTER');
	});

	it.each<[Record<string, unknown>, unknown]>([
		[{ returnAll: true, limit: undefined }, {}],
		[{ limit: 120 }, { limit: 120 }],
		[{ limit: '120' }, { limit: 120 }],
	])('with %j reads the pages %j', (form, pages) => {
		expect(call(form).pages).toEqual(pages);
	});

	it.each([0, -1, 1.5, '', 'many', undefined, NaN])('refuses the limit %j', (limit) => {
		expect(refusal(() => call({ limit })).message).toBe(
			'Limit is not a whole number of 1 or more.',
		);
	});
});

describe('listing templates', () => {
	const call = (options: Record<string, unknown> = {}) =>
		getTemplates.call(filled({ returnAll: true, options }));

	it('reads what is needed to start one', () => {
		expect(leaving(call())).toStrictEqual({
			SELECT: ['ID', 'NAME', 'MODULE_ID', 'ENTITY', 'DOCUMENT_TYPE', 'AUTO_EXECUTE', 'PARAMETERS'],
			ORDER: { ID: 'ASC' },
		});
	});

	it.each<[unknown, unknown]>([
		[
			['ID', 'VARIABLES'],
			['ID', 'VARIABLES'],
		],
		['ID, NAME', ['ID', 'NAME']],
	])('reads the fields %j', (fields, select) => {
		expect(leaving(call({ fields })).SELECT).toEqual(select);
	});

	it.each([[[]], ['']])('reads the usual fields where none are chosen: %j', (fields) => {
		expect(leaving(call({ fields }))).toEqual(leaving(call()));
	});

	it('asks for one document type', () => {
		expect(leaving(call({ documentKind: 'quote' })).FILTER).toEqual({
			MODULE_ID: 'crm',
			ENTITY: `${INTEGRATION}\\Quote`,
			DOCUMENT_TYPE: 'QUOTE',
		});
		const smart = { documentKind: 'smartProcess', smartProcessId: '147' };
		expect(leaving(call(smart)).FILTER).toMatchObject({ DOCUMENT_TYPE: 'DYNAMIC_147' });
	});

	it('refuses a field that templates do not have', () => {
		expect(refusal(() => call({ fields: ['TITLE'] })).message).toBe(
			'A template has no field "TITLE".',
		);
	});

	it('gives one item for each', () => {
		expect(getTemplates.output([{ ID: '1' }, { ID: '2' }], call())).toEqual([
			{ ID: '1' },
			{ ID: '2' },
		]);
	});
});
