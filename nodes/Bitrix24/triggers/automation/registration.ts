import type { IHookFunctions } from 'n8n-workflow';

import type { RuleKind } from '../../automation/definition';
import {
	addRuleCall,
	deleteRuleCall,
	isNotInstalled,
	listRulesCall,
	updateRuleCall,
} from '../../automation/registration';
import type { RuleRegistration } from '../../automation/registration';
import { callAll } from '../../rest/client';
import type { Connection } from '../../rest/connection';
import { toHookError } from '../../rest/errors/nodeError';
import type { RestCall } from '../../rest/types';
import { textsOf } from '../../values/json';
import {
	checkHandlerUrl,
	connected,
	newAddress,
	ownUrl,
	results,
	tokenDigest,
	withoutQuery,
} from '../lifecycle';
import { storedRegistration, storeRegistration } from '../storedRegistration';
import { digest } from '../verification';
import { ruleCodes } from './ruleCodes';
import { isOptionOn, ruleSettings } from './settings';
import { keepTestRule, removeTestRule } from './testRule';

const KINDS: readonly RuleKind[] = ['rule', 'action'];

/**
 * Adds the rule, the action or both to the portal, or updates them in place if they exist, so that
 * automations that use them stay as they are. If one is refused, what was added in this attempt is
 * deleted again. A kind that is no longer chosen is deleted.
 */
export async function registerRule(context: IHookFunctions): Promise<void> {
	const { kinds, definition } = ruleSettings(context);
	const { handlerUrl, secret } = newAddress(ownUrl(context));
	checkHandlerUrl(context, handlerUrl);

	const test = isTest(context);
	if (test) await keepTestRule(context);
	const connection = await connected(context);
	const installed = await installedCodes(context, connection);
	const codes = ruleCodes(context);
	const registrations = kinds.map((kind) => ({
		kind,
		code: codes[kind],
		handler: handlerUrl,
		definition: test ? { ...definition, name: `${definition.name} (test)` } : definition,
	}));
	await addOrUpdateAll(context, connection, registrations, installed);
	storeRegistration(context, {
		handlerUrl,
		secret,
		codes: registrations.map(({ code }) => code),
		memberId: connection.memberId,
		applicationTokenDigest: tokenDigest(connection),
		form: formDigest(context),
		test,
	});
	await deleteRules(
		context,
		connection,
		KINDS.filter((kind) => !kinds.includes(kind) && installed.has(codes[kind])),
	);
}

/** Whether the portal has exactly what the form says, at the registered address. */
export async function isRuleRegistered(context: IHookFunctions): Promise<boolean> {
	const registration = storedRegistration(context);
	if (registration?.form !== formDigest(context)) return false;
	if (withoutQuery(registration.handlerUrl) !== ownUrl(context)) return false;

	const connection = await connected(context);
	if (registration.memberId !== connection.memberId) return false;
	if (registration.applicationTokenDigest !== tokenDigest(connection)) return false;
	const installed = await installedCodes(context, connection);
	return registration.codes.every((code) => installed.has(code));
}

/**
 * Forgets the registration. The rule itself stays in the portal, since deleting it would break what
 * uses it, unless the form says otherwise; the rule of a test is always deleted, once it has its answer.
 *
 * @throws NodeOperationError if the portal could not be asked, so that n8n tries again
 */
export async function unregisterRule(context: IHookFunctions): Promise<void> {
	const registration = storedRegistration(context);
	if (registration === undefined) return;

	const test = registration.test === true;
	const codes = ruleCodes(context, test);
	const kinds = KINDS.filter((kind) => registration.codes.includes(codes[kind]));
	const remove = async () => deleteRules(context, await connected(context), kinds, test);
	if (test) await removeTestRule(context, remove);
	else if (isOptionOn(context, 'deleteWhenDeactivated')) await remove();
	storeRegistration(context, undefined);
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
function isTest(context: IHookFunctions): boolean {
	return context.getMode() === 'manual';
}

function formDigest(context: IHookFunctions): string {
	const { kinds, definition } = ruleSettings(context);
	return digest(JSON.stringify({ kinds, definition }));
}
