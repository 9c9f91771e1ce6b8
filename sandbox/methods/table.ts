import { batchMethod } from '../rest/batch';
import type { MethodTable } from '../rest/method';
import { DISCOVERY_METHODS } from './discovery';
import { EVENT_BINDING_METHODS } from './eventBind';
import { EVENT_METHODS } from './events';
import { ITEM_METHODS } from './items';
import { OFFLINE_EVENT_METHODS } from './offlineEvents';
import { OPTION_METHODS } from './options';
import { PULL_METHODS } from './pull';
import { RECORD_METHODS } from './records';
import { RULE_ANSWER_METHODS } from './ruleAnswers';
import { RULE_METHODS } from './rules';
import { TASK_COMMENT_METHODS } from './taskComments';
import { USER_METHODS } from './users';
import { BUSINESS_PROCESS_LIST_METHODS } from './businessProcessLists';
import { BUSINESS_PROCESS_METHODS } from './businessProcesses';

/** Every method of the portal. */
export const METHODS: MethodTable = new Map(
	[
		batchMethod,
		...DISCOVERY_METHODS,
		...USER_METHODS,
		...OPTION_METHODS,
		...PULL_METHODS,
		...EVENT_BINDING_METHODS,
		...EVENT_METHODS,
		...OFFLINE_EVENT_METHODS,
		...RULE_METHODS,
		...RULE_ANSWER_METHODS,
		...BUSINESS_PROCESS_METHODS,
		...BUSINESS_PROCESS_LIST_METHODS,
		...RECORD_METHODS,
		...ITEM_METHODS,
		...TASK_COMMENT_METHODS,
	].map((method) => [method.name, method]),
);
