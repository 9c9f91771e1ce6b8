import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { eventName } from '../../events/catalog';
import { toHookError } from '../../rest/errors/nodeError';
import type { RestCall } from '../../rest/types';
import { isObject } from '../../values/json';
import type { JsonValue } from '../../values/json';
import type { Marks } from './marks';
import { memories } from './memory';
import type { OfflineQueue } from './queue';
import type { OfflineSettings } from './settings';
import type { Ownership } from './staticData';

/**
 * Refuses events that are kept for this application already. Whose they are is not told: the other
 * workflow may belong to a project that the user must not see.
 *
 * @param events those that the trigger wants and has not bound itself
 * @param marks who has marked them
 * @throws NodeOperationError where there is one
 */
export function refuseForeign(
	context: IHookFunctions | IPollFunctions,
	events: readonly string[],
	marks: Marks,
	portal: Omit<Ownership, 'events'>,
): void {
	if (events.length === 0) return;
	const names = events.map(eventName).join(', ');
	const areMarked = events.some((event) => marks[event] !== '');
	const whose = areMarked
		? 'Another workflow with this trigger, in this n8n or in another one, has bound them. '
		: '';
	const isTakenHere = events.some((event) => memories.isTaken(context, event, portal));
	throw toHookError(
		context.getNode(),
		isTakenHere
			? {
					message: `${names}: another published workflow of this n8n takes these changes already.`,
					advice: `${ONE_TRIGGER} an event, or give each a Source Key of its own.`,
				}
			: {
					message: `${names}: already bound as offline events of this application.`,
					advice: `${whose}${ONE_TRIGGER} an event, or give this one a Source Key of its own. Where nothing else uses them, for example after n8n lost its data, add the option Take Over Events.`,
				},
	);
}

const ONE_TRIGGER = "Two triggers would take each other's changes: let only one of them use";

/**
 * Refuses what Bitrix24 would refuse at the first take, in words that say what to do.
 *
 * @throws NodeOperationError where the user is not an administrator or the plan lacks what was chosen
 */
export async function checkPortal(
	context: IHookFunctions | IPollFunctions,
	queue: OfflineQueue,
	{ acknowledge, sourceKey }: OfflineSettings,
): Promise<void> {
	const [profile, extended, connector] = await queue.results([
		{ method: 'profile', params: {}, idempotent: true },
		feature('rest_offline_extended'),
		feature('rest_auth_connector'),
	]);
	const refuse = (message: string, advice: string) => {
		throw toHookError(context.getNode(), { message, advice });
	};
	if (!isObject(profile) || profile.ADMIN !== true) {
		refuse(
			'The user of the credential is not an administrator of the portal, and Bitrix24 keeps offline events for administrators only.',
			'Let an administrator open the credential and press Connect.',
		);
	}
	if (acknowledge !== 'none' && !isIncluded(extended)) {
		refuse(
			"The portal's plan has no confirmation of offline events (rest_offline_extended).",
			'Set Acknowledge to Not at All (Take and Delete) and accept that what is taken while n8n fails is lost, or choose a plan of Bitrix24 that includes it.',
		);
	}
	if (sourceKey !== undefined && !isIncluded(connector)) {
		refuse(
			"The portal's plan has no source key of offline events (rest_auth_connector).",
			'Leave Source Key empty, or choose a plan of Bitrix24 that includes it.',
		);
	}
}

function feature(code: string): RestCall {
	return { method: 'feature.get', params: { CODE: code }, idempotent: true };
}

function isIncluded(feature: JsonValue | undefined): boolean {
	return isObject(feature) && feature.value === 'Y';
}
