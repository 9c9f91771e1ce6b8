import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode, JsonObject } from 'n8n-workflow';

import type { Problem } from '../../values/problem';
import { describe } from './explain';
import type { PortalError } from './portalError';

/**
 * The error as n8n shows it. It is made anew from our words alone: n8n would keep the text of an
 * error that it wrapped before (docs/reference/n8n.md#wrapped-errors).
 *
 * @param itemIndex the item it belongs to, where it belongs to one
 */
export function toNodeError(node: INode, error: PortalError, itemIndex?: number): NodeApiError {
	const response: JsonObject = { error: error.code, error_description: error.original ?? '' };
	const nodeError = new NodeApiError(node, response, {
		message: error.message,
		description: describe(error),
		httpCode: error.status === undefined ? undefined : String(error.status),
		itemIndex,
		failure: error.cause === undefined ? undefined : { cause: error.cause },
	});
	return withMessage(nodeError, error.message);
}

/**
 * An error as n8n shows it where it shows one text only: at the activation of a trigger, in a poll, in
 * a list of the editor. n8n 2 shows the message there and n8n 1 at times the description alone
 * (docs/reference/n8n.md#activation-texts), so the message says it all.
 */
export function toHookError(
	node: INode,
	problem: Problem & Pick<PortalError, 'original'>,
): NodeOperationError {
	const message = `${problem.message} ${describe(problem)}`;
	return withMessage(new NodeOperationError(node, message), message);
}

/** An input that cannot be used, as n8n shows it. */
export function toInputError(
	node: INode,
	{ message, advice }: Problem,
	itemIndex?: number,
): NodeOperationError {
	const nodeError = new NodeOperationError(node, message, { description: advice, itemIndex });
	return withMessage(nodeError, message);
}

/**
 * n8n replaces a message in which it finds the code of a network error, also inside of a word that
 * the user wrote: `employeeExists` holds EEXIST. Ours is meant as it stands.
 */
function withMessage<T extends Error>(error: T, message: string): T {
	error.message = message;
	return error;
}
