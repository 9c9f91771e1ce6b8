import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { RuleKind } from '../../automation/definition';
import {
	addRuleCall,
	deleteRuleCall,
	isNotInstalled,
	listRulesCall,
	updateRuleCall,
} from '../../automation/registration';
import type { RuleRegistration } from '../../automation/registration';
import { isAnswerMissing } from '../../automation/unansweredCalls';
import { callAll } from '../../rest/client';
import type { Connection } from '../../rest/connection';
import { toHookError } from '../../rest/errors/nodeError';
import type { RestCall } from '../../rest/types';
import { textsOf } from '../../values/json';
import { checkedUrl, handlerAddress, ownUrl } from '../address';
import {
	comeBack,
	connected,
	mayComeBack,
	releaseUnlessBack,
	results,
	tokenDigest,
} from '../lifecycle';
import { nodeKey } from '../nodeKey';
import { cancelPostponed, postpone } from '../postponed';
import { rememberRegistration, storedRegistration, storeRegistration } from '../storedRegistration';
import { digest, formerSecrets } from '../verification';
import type { Registration } from '../verification';
import { ruleCodes } from './ruleCodes';
import { isOptionOn, ruleSettings } from './settings';

const KINDS: readonly RuleKind[] = ['rule', 'action'];

/** Milliseconds for which a rule stays after n8n has ended a publication, where it is to be deleted. */
const RULE_STAYS_MS = 15_000;

/**
 * Adds the rule, the action or both to the portal, or updates them in place if they exist, so that
 * automations that use them stay as they are. If one is refused, what was added in this attempt is
 * deleted again. A kind that is no longer chosen is deleted.
 */
export async function registerRule(context: IHookFunctions): Promise<void> {
	const { kinds, definition } = ruleSettings(context);
	const address = checkedUrl(context);

	const test = isTest(context);
	if (test) await cancelPostponed(testKey(context));
	const connection = await connected(context);
	await comeBack(context, connection);
	const { url: handler, secret } = handlerAddress(context, connection);
	const installed = await installedCodes(context, connection);
	const codes = ruleCodes(context);
	const registrations = kinds.map((kind) => ({
		kind,
		code: codes[kind],
		handler,
		definition: test ? { ...definition, name: `${definition.name} (test)` } : definition,
	}));
	const secretDigest = digest(secret);
	const former = formerSecrets(secretDigest, storedRegistration(context), Date.now());
	const registration: Registration = {
		address,
		secretDigest,
		...(former.length === 0 ? {} : { former }),
		...registered(context, connection),
		test,
	};
	// From here on the portal may call.
	rememberRegistration(context, registration);
	await addOrUpdateAll(context, connection, registrations, installed);
	storeRegistration(context, registration);
	await deleteRules(
		context,
		connection,
		KINDS.filter((kind) => !kinds.includes(kind) && installed.has(codes[kind])),
	);
}

/** Whether the portal has exactly what the form says, at the registered address. */
export async function isRuleRegistered(context: IHookFunctions): Promise<boolean> {
	const registration = storedRegistration(context);
	if (registration === undefined || registration.ended === true) return false;
	if (registration.form !== formDigest(context)) return false;
	if (registration.address !== ownUrl(context)) return false;

	const connection = await connected(context);
	const { secret } = handlerAddress(context, connection);
	if (registration.secretDigest !== digest(secret)) return false;
	if (registration.memberId !== connection.memberId) return false;
	if (registration.applicationTokenDigest !== tokenDigest(connection)) return false;
	const installed = await installedCodes(context, connection);
	return registration.codes.every((code) => installed.has(code));
}

/**
 * Ends the registration. The rule itself stays in the portal, since deleting it would break what uses
 * it, unless the form says otherwise; then it is deleted some time later, since n8n may only be
 * publishing a change of it. The rule of a test is always deleted, once it has its answer: n8n ends a
 * test as soon as the call has come, and Bitrix24 ignores return values that no rule has registered
 * (docs/reference/bitrix24.md#return-values).
 *
 * @throws NodeOperationError if the portal could not be asked, so that n8n tries again
 */
export async function unregisterRule(context: IHookFunctions): Promise<void> {
	const registration = storedRegistration(context);
	if (registration === undefined) return;

	const test = registration.test === true;
	const codes = ruleCodes(context, test);
	const kinds = KINDS.filter((kind) => registration.codes.includes(codes[kind]));
	const isWanted = test || isOptionOn(context, 'deleteWhenDeactivated');
	if (isWanted) {
		const connection = await connected(context);
		const remove = async () => {
			await deleteRules(context, connection, kinds, test);
		};
		if (test && isAnswerMissing(nodeKey(context))) {
			const isAnswered = () => !isAnswerMissing(nodeKey(context));
			const failure = 'The rule of a test stays in Bitrix24';
			postpone(context, testKey(context), isAnswered, remove, failure);
		} else if (!test && mayComeBack(context)) {
			const failure = 'The automation rule stays in Bitrix24';
			releaseUnlessBack(context, connection, RULE_STAYS_MS, remove, failure);
		} else {
			await remove();
		}
	}
	storeRegistration(context, test ? undefined : { ...registration, ended: true });
}

/** The rule of a test has a key of its own: it waits for its answer, also while the workflow is published. */
function testKey(context: IHookFunctions): string {
	return `${nodeKey(context)}/test`;
}

/** What the form and the credential say that a trigger has registered, where n8n has not saved it. */
export function expectedRule(
	context: IWebhookFunctions,
	connection: Connection,
	secretDigest: string,
): Promise<Registration> {
	const test = isTest(context);
	return Promise.resolve({
		address: '',
		secretDigest,
		...registered(context, connection),
		test,
	});
}

function registered(context: IHookFunctions | IWebhookFunctions, connection: Connection) {
	const codes = ruleCodes(context);
	return {
		codes: ruleSettings(context).kinds.map((kind) => codes[kind]),
		memberId: connection.memberId,
		applicationTokenDigest: tokenDigest(connection),
		form: formDigest(context),
	};
}

async function addOrUpdateAll(
	context: IHookFunctions,
	connection: Connection,
	registrations: readonly RuleRegistration[],
	installed: ReadonlySet<string>,
): Promise<void> {
	const calls = registrations.map((each) =>
		installed.has(each.code) ? updateRuleCall(each) : addRuleCall(each),
	);
	const outcomes = await callAll(context, connection, calls, { haltOnFailure: false });
	const [refused] = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
	if (refused === undefined) return;

	const added = registrations.filter(
		({ code }, index) => !installed.has(code) && outcomes[index]?.ok === true,
	);
	const deletions = added.map(({ kind, code }) => deleteRuleCall(kind, code));
	await callAll(context, connection, deletions, { haltOnFailure: false });
	throw toHookError(context.getNode(), refused);
}

async function deleteRules(
	context: IHookFunctions,
	connection: Connection,
	kinds: readonly RuleKind[],
	test = isTest(context),
): Promise<void> {
	const codes = ruleCodes(context, test);
	const calls = kinds.map((kind): RestCall => deleteRuleCall(kind, codes[kind]));
	const outcomes = await callAll(context, connection, calls, { haltOnFailure: false });
	for (const outcome of outcomes) {
		// An administrator may have deleted it in Bitrix24.
		if (!outcome.ok && !isNotInstalled(outcome.error)) {
			throw toHookError(context.getNode(), outcome.error);
		}
	}
}

async function installedCodes(
	context: IHookFunctions,
	connection: Connection,
): Promise<ReadonlySet<string>> {
	const lists = await results(context, connection, KINDS.map(listRulesCall));
	return new Set(lists.flatMap(textsOf));
}

/** Whether this is "Listen for test event", for which n8n gives the trigger another address. */
function isTest(context: IHookFunctions | IWebhookFunctions): boolean {
	return context.getMode() === 'manual';
}

function formDigest(context: IHookFunctions | IWebhookFunctions): string {
	const { kinds, definition } = ruleSettings(context);
	return digest(JSON.stringify({ kinds, definition }));
}
