import { documentType } from './documents';
import type { ProcessTemplate } from './template';

/** A smart process of the portal, see the event catalogue. */
const SMART_PROCESS = 'DYNAMIC_147';

/**
 * The templates of a new portal: on deals, leads and a smart process. The first asks a rule with the
 * code `check_credit_limit`, which an application has to register.
 *
 * @param now Unix milliseconds.
 */
export function demoTemplates(now: number): ProcessTemplate[] {
	const common = { description: '', autoExecute: 0, parameters: {}, userId: 1, modifiedAt: now };
	return [
		{
			...common,
			id: 1,
			name: 'Check the credit limit',
			documentType: documentType('DEAL'),
			steps: [
				{
					kind: 'rule',
					name: 'check',
					code: 'check_credit_limit',
					properties: { amount: '{=Document:OPPORTUNITY}', company: '{=Document:COMPANY_ID}' },
				},
				{
					kind: 'setFields',
					when: { value: '{=check:approved}', is: 'Y' },
					fields: { STAGE_ID: 'EXECUTING', COMMENTS: 'Credit limit: {=check:limit}' },
				},
				{
					kind: 'setFields',
					when: { value: '{=check:approved}', isNot: 'Y' },
					fields: { STAGE_ID: 'LOSE', COMMENTS: 'Over the credit limit of {=check:limit}' },
				},
			],
		},
		{
			...common,
			id: 2,
			name: 'Take a lead on',
			documentType: documentType('LEAD'),
			steps: [{ kind: 'setFields', fields: { STATUS_ID: 'IN_PROCESS' } }],
		},
		{
			...common,
			id: 3,
			name: 'Approve a request',
			documentType: documentType(SMART_PROCESS),
			steps: [{ kind: 'finish', status: 'Approved' }],
		},
	];
}
