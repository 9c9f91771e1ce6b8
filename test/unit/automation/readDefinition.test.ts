import { readDefinition } from '../../../nodes/Bitrix24/automation/readDefinition';
import { refusal } from '../actions/filled';
import { properties, ruleForm } from './ruleForm';

describe('the definition of a rule', () => {
	it('holds what the form says', () => {
		const definition = readDefinition(
			ruleForm({
				ruleName: ' Check credit limit ',
				ruleDescription: 'Asks n8n',
				ruleFields: properties({ id: 'amount', name: 'Amount', type: 'double', required: true }),
				waitForAnswer: true,
				ruleReturnValues: properties({ id: 'approved', type: 'bool' }),
				documentTypes: ['deal', 'quote'],
				runAsUser: { __rl: true, mode: 'id', value: '5' },
			}),
		);
		expect(definition).toStrictEqual({
			name: 'Check credit limit',
			description: 'Asks n8n',
			waitsForAnswer: true,
			fields: [
				{
					id: 'amount',
					name: 'Amount',
					description: '',
					type: 'double',
					required: true,
					multiple: false,
					default: undefined,
					choices: [],
				},
			],
			returnValues: [expect.objectContaining({ id: 'approved', name: 'approved', type: 'bool' })],
			documentTypes: [
				['crm', 'CCrmDocumentDeal', 'DEAL'],
				['crm', 'Bitrix\\Crm\\Integration\\BizProc\\Document\\Quote', 'QUOTE'],
			],
			runAs: 5,
		});
	});

	it('has no return values where the business process does not wait', () => {
		const returnValues = properties({ id: 'approved' }, { id: 'not valid' });
		expect(readDefinition(ruleForm({ ruleReturnValues: returnValues })).returnValues).toEqual([]);
	});

	it.each([
		['', 'The name is empty.'],
		['  ', 'The name is empty.'],
		['0', 'Bitrix24 takes the name 0 for an empty one.'],
	])('is refused with the name %j', (ruleName, message) => {
		expect(refusal(() => readDefinition(ruleForm({ ruleName }))).message).toBe(message);
	});

	it.each(['', { __rl: true, mode: 'id', value: '' }, undefined, null])(
		'names no user where %j is chosen',
		(runAsUser) => {
			expect(readDefinition(ruleForm({ runAsUser })).runAs).toBeUndefined();
		},
	);

	it('refuses what is not a user', () => {
		const { message } = refusal(() => readDefinition(ruleForm({ runAsUser: 'abc' })));
		expect(message).toBe('"abc" is not the ID of a user.');
	});
});

describe('the document types of a rule', () => {
	const of = (documentTypes: unknown, smartProcessIds?: unknown) =>
		readDefinition(ruleForm({ documentTypes, smartProcessIds })).documentTypes;
	const smart = (id: number) => [
		'crm',
		'Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic',
		`DYNAMIC_${id}`,
	];

	it.each([[[]], [undefined], ['']])('are all where the choice is %j', (chosen) => {
		expect(of(chosen)).toEqual([]);
	});

	it('may be named by an expression, as a text with commas', () => {
		expect(of('lead, contact,lead').map(([, , type]) => type)).toEqual(['LEAD', 'CONTACT']);
	});

	it.each([
		['147', [147]],
		['147, 1032,147', [147, 1032]],
		['DYNAMIC_147', [147]],
		[147, [147]],
		[
			[147, '1032'],
			[147, 1032],
		],
	])('are smart processes by their numbers: %j', (ids, numbers) => {
		expect(of(['smartProcess'], ids)).toEqual(numbers.map(smart));
	});

	it('ask nobody for a smart process that is not chosen', () => {
		expect(of(['deal'], 'nonsense')).toEqual([['crm', 'CCrmDocumentDeal', 'DEAL']]);
	});

	it.each<[unknown, unknown, string]>([
		[['smartProcess'], '', 'No smart process is given.'],
		[['smartProcess'], 'abc', '"abc" is not the ID of a smart process.'],
		[['smartProcess'], '147.5', '"147.5" is not the ID of a smart process.'],
		[['smartProcess'], '0', '"0" is not the ID of a smart process.'],
		[['task'], '', '"task" is not one of the document types.'],
		[['constructor'], '', '"constructor" is not one of the document types.'],
	])('%j with %j are refused', (documentTypes, ids, message) => {
		const { message: given, advice } = refusal(() => of(documentTypes, ids));
		expect(given).toBe(message);
		expect(advice).toMatch(/\.$/);
	});
});
