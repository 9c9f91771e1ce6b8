import type { RuleKind } from '../../../nodes/Bitrix24/automation/definition';
import { readDefinition } from '../../../nodes/Bitrix24/automation/readDefinition';
import {
	addRuleCall,
	deleteRuleCall,
	kindOfCall,
	listRulesCall,
	updateInstead,
	updateRuleCall,
} from '../../../nodes/Bitrix24/automation/registration';
import { canBeBatched } from '../../../nodes/Bitrix24/rest/batch';
import { leaving } from '../actions/filled';
import { properties, ruleForm } from './ruleForm';

const SMART = 'Bitrix\\Crm\\Integration\\BizProc\\Document\\Dynamic';
const FULL = {
	ruleDescription: 'Asks n8n',
	ruleFields: properties(
		{ id: 'zeta', name: 'Z', description: 'Last letter', required: true, default: 'z' },
		{
			id: 'Format',
			name: 'Format',
			type: 'select',
			multiple: true,
			default: ['pdf'],
			choices: { choice: [{ value: 'pdf', label: 'PDF' }, { value: 'docx' }] },
		},
	),
	waitForAnswer: true,
	ruleReturnValues: properties({ id: 'approved', name: 'Approved', type: 'bool' }),
	documentTypes: ['deal'],
	runAsUser: '5',
};

function registration(kind: RuleKind, form: Record<string, unknown> = {}) {
	const handler = 'https://n8n.example.com/webhook/a';
	return { kind, code: 'check', handler, definition: readDefinition(ruleForm(form)) };
}

describe('adding a rule', () => {
	it('says everything of it that was given', () => {
		const call = addRuleCall(registration('rule', FULL));
		expect(call.method).toBe('bizproc.robot.add');
		expect(leaving(call)).toStrictEqual({
			CODE: 'check',
			HANDLER: 'https://n8n.example.com/webhook/a',
			NAME: 'Check credit limit',
			DESCRIPTION: 'Asks n8n',
			AUTH_USER_ID: 5,
			USE_SUBSCRIPTION: 'Y',
			PROPERTIES: {
				zeta: {
					Name: 'Z',
					Description: 'Last letter',
					Type: 'string',
					Required: 'Y',
					Multiple: 'N',
					Default: 'z',
				},
				Format: {
					Name: 'Format',
					Type: 'select',
					Required: 'N',
					Multiple: 'Y',
					Default: ['pdf'],
					Options: { pdf: 'PDF', docx: 'docx' },
				},
			},
			RETURN_PROPERTIES: {
				approved: { Name: 'Approved', Type: 'bool', Required: 'N', Multiple: 'N' },
			},
			FILTER: { INCLUDE: [['crm', 'CCrmDocumentDeal', 'DEAL']] },
		});
		expect(Object.keys(leaving(call).PROPERTIES ?? {})).toEqual(['zeta', 'Format']);
	});

	it('says nothing of what is empty, but always whether it waits', () => {
		expect(leaving(addRuleCall(registration('rule')))).toStrictEqual({
			CODE: 'check',
			HANDLER: 'https://n8n.example.com/webhook/a',
			NAME: 'Check credit limit',
			AUTH_USER_ID: 0,
			USE_SUBSCRIPTION: 'N',
		});
	});

	it.each<[RuleKind, string[], unknown]>([
		['rule', ['deal'], undefined],
		['action', ['deal'], ['crm', 'CCrmDocumentDeal', 'DEAL']],
		['action', ['smartProcess'], ['crm', SMART, 'DYNAMIC_147']],
		['action', ['deal', 'lead'], undefined],
		['action', [], undefined],
	])('as %s for %j takes its types from %j', (kind, documentTypes, type) => {
		const form = { documentTypes, smartProcessIds: '147' };
		expect(leaving(addRuleCall(registration(kind, form))).DOCUMENT_TYPE).toEqual(type);
	});

	it.each<RuleKind>(['rule', 'action'])('as %s can travel in a batch', (kind) => {
		expect(canBeBatched(addRuleCall(registration(kind)))).toBe(true);
		expect(canBeBatched(addRuleCall(registration(kind, FULL)))).toBe(true);
	});
});

describe('updating a rule', () => {
	it('says the same as adding it, as FIELDS', () => {
		const { CODE, ...fields } = leaving(addRuleCall(registration('action', FULL)));
		const update = updateRuleCall(registration('action', FULL));
		expect(update.method).toBe('bizproc.activity.update');
		expect(leaving(update)).toStrictEqual({ CODE, FIELDS: fields });
	});

	it('removes what the definition no longer has', () => {
		expect(leaving(updateRuleCall(registration('action')))).toMatchObject({
			CODE: 'check',
			FIELDS: {
				DESCRIPTION: '',
				AUTH_USER_ID: 0,
				PROPERTIES: {},
				RETURN_PROPERTIES: {},
				FILTER: [],
				DOCUMENT_TYPE: [],
			},
		});
		expect(leaving(updateRuleCall(registration('rule'))).FIELDS).not.toHaveProperty(
			'DOCUMENT_TYPE',
		);
	});

	it('travels alone where it says that something is empty, since a batch would not say so', () => {
		expect(canBeBatched(updateRuleCall(registration('rule')))).toBe(false);
		expect(canBeBatched(updateRuleCall(registration('rule', FULL)))).toBe(true);
	});

	it('can be made of the add that it takes the place of', () => {
		const given = registration('rule', FULL);
		expect(updateInstead(addRuleCall(given))).toStrictEqual(updateRuleCall(given));
	});
});

describe('the methods', () => {
	it.each<[RuleKind, string]>([
		['rule', 'bizproc.robot'],
		['action', 'bizproc.activity'],
	])('of a %s are those of %s', (kind, family) => {
		expect(listRulesCall(kind)).toStrictEqual({
			method: `${family}.list`,
			params: {},
			idempotent: true,
		});
		expect(deleteRuleCall(kind, 'check')).toStrictEqual({
			method: `${family}.delete`,
			params: { CODE: 'check' },
			idempotent: false,
		});
		expect(kindOfCall(`${family}.list`)).toBe(kind);
	});
});
