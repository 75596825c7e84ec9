package io.rapport.journeys;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Steps that build on each other: after the first that fails the rest would only tell the same again, late. */
final class OneStory implements ExecutionCondition, AfterTestExecutionCallback {

    private boolean failed;

    @Override
    public void afterTestExecution(ExtensionContext context) {
        failed |= context.getExecutionException().isPresent();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return failed
                ? ConditionEvaluationResult.disabled("An earlier step failed.")
                : ConditionEvaluationResult.enabled("The story goes on.");
    }
}
