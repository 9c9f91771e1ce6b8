import type { Sandbox } from '../sandbox';

/** The example rules, which ask n8n the same question with two amounts. */
const RULES = [
	{ code: 'ask_n8n_small', name: 'Ask n8n: discount of 3,000', amount: 3_000 },
	{ code: 'ask_n8n_large', name: 'Ask n8n: discount of 12,000', amount: 12_000 },
];

/**
 * Registers the automation rules at the portal, each with a call of `bizproc.robot.add` as an application
 * makes it.
 *
 * @param handler The address that the portal calls when a rule runs.
 * @throws If the portal refuses one, with its answer.
 */
export async function registerRules(sandbox: Sandbox, handler: string): Promise<void> {
	const { access_token: auth } = sandbox.issueTokens();
	for (const { code, name, amount } of RULES) {
		const answer = await fetch(`${sandbox.url}/rest/bizproc.robot.add`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				auth,
				CODE: code,
				HANDLER: handler,
				AUTH_USER_ID: 1,
				NAME: name,
				USE_SUBSCRIPTION: 'Y',
				PROPERTIES: {
					amount: { Name: 'Amount', Type: 'double', Required: 'Y', Default: amount },
				},
				RETURN_PROPERTIES: {
					approved: { Name: 'Approved', Type: 'bool' },
					comment: { Name: 'Comment', Type: 'string' },
				},
			}),
		});
		if (!answer.ok) throw new Error(`bizproc.robot.add: ${answer.status} ${await answer.text()}`);
	}
}

/** Name of the rule that the workflow "Check credit limit" adds to the portal when it is published. */
const CREDIT_LIMIT = 'Check credit limit';

/**
 * Adds the rule "Check credit limit" to the automation of new deals, as an administrator does in Bitrix24:
 * it gets the amount and the company of the deal, and its answer decides the deal's next stage.
 *
 * @throws If no workflow has added the rule.
 */
export function checkNewDeals(sandbox: Sandbox): void {
	const rule = sandbox.rules.find(({ name }) => name === CREDIT_LIMIT);
	if (rule === undefined) throw new Error(`The portal has no rule "${CREDIT_LIMIT}"`);
	sandbox.addAutomation({
		documentType: 'DEAL',
		code: rule.code,
		name: 'check',
		properties: { amount: '{=Document:OPPORTUNITY}', company: '{=Document:COMPANY_ID}' },
		then: [
			{
				kind: 'setFields',
				when: { value: '{=check:approved}', is: 'Y' },
				fields: { STAGE_ID: 'PREPARATION', COMMENTS: 'Approved, limit {=check:limit}' },
			},
			{
				kind: 'setFields',
				when: { value: '{=check:approved}', isNot: 'Y' },
				fields: { STAGE_ID: 'LOSE', COMMENTS: 'Refused, limit {=check:limit}' },
			},
		],
	});
}
