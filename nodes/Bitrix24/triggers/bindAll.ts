import { bindCall, explainBinding, isAlreadyBound, unbindCall } from '../events/binding';
import type { Binding } from '../events/binding';
import { eventName } from '../events/catalog';
import { callAll } from '../rest/client';
import type { Connection } from '../rest/connection';
import type { RequestContext } from '../rest/context';
import { clientError } from '../rest/errors/explain';
import { toHookError } from '../rest/errors/nodeError';
import type { PortalError } from '../rest/errors/portalError';
import type { Outcome } from '../rest/types';

const NOT_SENT: Outcome = { ok: false, error: clientError('not_sent') };

interface Refused {
	readonly event: string;
	readonly error: PortalError;
}

/**
 * Binds all events or none: if one is refused, those that were bound in this attempt are unbound. An
 * event that is already bound counts as bound.
 *
 * @throws NodeOperationError that names the refused events and says why
 */
export async function bindAll(
	context: RequestContext,
	connection: Connection,
	bindings: readonly Binding[],
): Promise<void> {
	const calls = bindings.map(bindCall);
	const outcomes = await callAll(context, connection, calls, { haltOnFailure: false });
	const refused = bindings.flatMap(({ event }, index): Refused[] => {
		const outcome = explainBinding(outcomes[index] ?? NOT_SENT, event);
		return outcome.ok || isAlreadyBound(outcome.error) ? [] : [{ event, error: outcome.error }];
	});
	if (refused.length === 0) return;

	const bound = bindings.filter((_, index) => outcomes[index]?.ok === true);
	const unbindings = bound.map((binding) => unbindCall({ ...binding, authType: undefined }));
	await callAll(context, connection, unbindings, { haltOnFailure: false });
	throw refusal(context, refused, bindings.length);
}

/** The error of the one refused event, or one that names several events and gives each reason once. */
function refusal(context: RequestContext, refused: readonly Refused[], chosen: number): Error {
	const [first] = refused;
	if (first !== undefined && refused.length === 1) {
		return toHookError(context.getNode(), first.error);
	}
	const names = refused.map(({ event }) => eventName(event)).join(', ');
	const reasons = new Set(refused.map(({ error }) => `${error.message} ${error.advice}`));
	return toHookError(context.getNode(), {
		message: `Bitrix24 refused ${refused.length} of the ${chosen} chosen events: ${names}.`,
		advice: [...reasons].join(' '),
	});
}
