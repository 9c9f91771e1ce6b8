import type { IPollFunctions } from 'n8n-workflow';

import { eventName } from '../../events/catalog';
import { toInputError } from '../../rest/errors/nodeError';
import type { RestCall } from '../../rest/types';
import { isObject } from '../../values/json';
import type { JsonValue } from '../../values/json';
import { otherOwner } from './memory';
import type { OfflineQueue } from './queue';
import type { OfflineSettings } from './settings';
import type { Ownership } from './staticData';

/**
 * Refuses events that are kept for this application already.
 *
 * @param events those that the trigger wants and has not bound itself
 * @throws NodeOperationError where there is one
 */
export function refuseForeign(
	context: IPollFunctions,
	events: readonly string[],
	portal: Omit<Ownership, 'events'>,
): void {
	const [event] = events;
	if (event === undefined) return;
	const other = otherOwner(context, event, portal);
	const who = other === undefined ? 'somewhere else already' : `by the workflow "${other}" already`;
	throw toInputError(context.getNode(), {
		message: `${events.map(eventName).join(', ')}: kept as an offline event of this application ${who}.`,
		advice:
			"Two triggers would take each other's changes: let one of them do without the event, or give each a Source Key of its own. Where nothing else uses it, for example after n8n lost its data, add the option Take Over Events.",
	});
}

/**
 * Refuses what Bitrix24 would refuse at the first take, in words that say what to do.
 *
 * @throws NodeOperationError where the user is no administrator or the plan lacks what was chosen
 */
export async function checkPortal(
	context: IPollFunctions,
	queue: OfflineQueue,
	{ acknowledge, sourceKey }: OfflineSettings,
): Promise<void> {
	const [profile, extended, connector] = await queue.results([
		{ method: 'profile', params: {}, idempotent: true },
		feature('rest_offline_extended'),
		feature('rest_auth_connector'),
	]);
	const refuse = (message: string, advice: string) => {
		throw toInputError(context.getNode(), { message, advice });
	};
	if (!isObject(profile) || profile.ADMIN !== true) {
		refuse(
			'The user of the credential is no administrator of the portal, and Bitrix24 keeps offline events for administrators only.',
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
