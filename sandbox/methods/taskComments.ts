import { asMap, integer, isEmpty, text } from '../php/values';
import type { Portal } from '../portal/portal';
import type { RecordVerb } from '../records/recordKind';
import {
	createRecord,
	deleteRecord,
	findRecord,
	recordsOf,
	updateRecord,
} from '../records/records';
import { WORK_KINDS } from '../records/workKinds';
import { actorOf, type MethodCall, type RestMethod } from '../rest/method';
import { RestError } from '../rest/restError';
import { absentAnswer } from './recordCall';

const KIND = WORK_KINDS.taskComment;

/**
 * `task.commentitem.*`, which read their parameters by position whatever their names
 * (docs/reference/bitrix24.md#positional-methods). Source of the answers: b24restdocs
 * api-reference/tasks/comment-item.
 */
export const TASK_COMMENT_METHODS: readonly RestMethod[] = [
	commentMethod('add', ({ portal, access, params }, taskId) => {
		const [, sent] = Object.values(params);
		const fields = asMap(sent);
		if (isEmpty(fields.POST_MESSAGE)) throw coreError('Comment text is not specified.<br>');
		if (!findRecord(portal, 'task', taskId)) {
			throw coreError('Insufficient permissions to add a comment.<br>');
		}
		const comment = { ...fields, TASK_ID: taskId };
		return createRecord(portal, 'taskComment', comment, actorOf(access));
	}),
	commentMethod('get', (call, taskId) => foundComment(call, 'get', taskId).shown),
	commentMethod('getlist', ({ portal }, taskId) =>
		recordsOf(portal, 'taskComment').filter((comment) => comment.TASK_ID === String(taskId)),
	),
	commentMethod('update', (call, taskId) => {
		const { id } = foundComment(call, 'update', taskId);
		const [, , fields] = Object.values(call.params);
		return updateRecord(call.portal, 'taskComment', id, asMap(fields), actorOf(call.access));
	}),
	commentMethod('delete', (call, taskId) => {
		const { id } = foundComment(call, 'delete', taskId);
		return deleteRecord(call.portal, 'taskComment', id, actorOf(call.access));
	}),
];

function commentMethod(
	verb: string,
	run: (call: MethodCall, taskId: number) => unknown,
): RestMethod {
	return {
		name: `task.commentitem.${verb}`,
		scope: KIND.scope,
		run: (call) => {
			const [taskId] = Object.values(call.params);
			if (!/^\d+$/.test(text(taskId))) throw wrongTaskId(verb);
			return { result: run(call, integer(taskId)) };
		},
	};
}

function foundComment({ portal, params }: MethodCall, verb: RecordVerb, taskId: number) {
	const id = integer(Object.values(params)[1]);
	const shown = commentOf(portal, taskId, id);
	if (!shown) absentAnswer({ kind: KIND, verb, params }, id);
	return { id, shown };
}

function commentOf(portal: Portal, taskId: number, id: number) {
	const comment = findRecord(portal, 'taskComment', id);
	return comment?.TASK_ID === String(taskId) ? comment : undefined;
}

function wrongTaskId(verb: string): RestError {
	return coreError(
		`TASKS_ERROR_EXCEPTION_#256; Param #0 (taskId) for method ctaskcommentitem::${verb}() expected to be of type "integer", but given something else.; 256/TE/WRONG_ARGUMENTS.<br>`,
	);
}

function coreError(description: string): RestError {
	return new RestError(400, 'ERROR_CORE', description);
}
