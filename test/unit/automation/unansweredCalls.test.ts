import {
	ANSWER_LIMIT_MS,
	callAnswered,
	callReceived,
	isAnswerMissing,
} from '../../../nodes/Bitrix24/automation/unansweredCalls';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

it('waits for the answers to all calls that a node received', () => {
	expect(isAnswerMissing('a')).toBe(false);
	callReceived('a', 'first');
	callReceived('a', 'second');
	callReceived('b', 'third');
	callAnswered('first');
	expect(isAnswerMissing('a')).toBe(true);
	callAnswered('second');
	expect(isAnswerMissing('a')).toBe(false);
	expect(isAnswerMissing('b')).toBe(true);
	callAnswered('third');
	expect(isAnswerMissing('b')).toBe(false);
});

it('takes no notice of an answer that nobody waits for', () => {
	callAnswered('unknown');
	expect(isAnswerMissing('a')).toBe(false);
});

it('waits for each answer ten minutes and no longer', () => {
	callReceived('a', 'first');
	jest.advanceTimersByTime(ANSWER_LIMIT_MS - 1);
	callReceived('a', 'second');
	expect(isAnswerMissing('a')).toBe(true);
	jest.advanceTimersByTime(1);
	callAnswered('second');
	expect(isAnswerMissing('a')).toBe(false);
});
