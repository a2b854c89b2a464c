package io.dynamo.testkit;

import java.lang.reflect.Method;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** Runs a {@link Seeds} test: one call of the method per seed, in place of JUnit's single call. */
final class SeedsExtension implements InvocationInterceptor, ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == long.class || type == RandomGenerator.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return argument(parameter.getParameter().getType(), 1);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext test) {
    invocation.skip();
    Method method = call.getExecutable();
    Object target = test.getRequiredTestInstance();
    Long only = Long.getLong(Seeds.PROPERTY);
    if (only != null) {
      run(method, target, only);
      return;
    }
    int seeds = method.getAnnotation(Seeds.class).value();
    if (seeds < 1) {
      throw new IllegalArgumentException("@Seeds needs at least 1 seed, was " + seeds);
    }
    for (long seed = 1; seed <= seeds; seed++) {
      run(method, target, seed);
    }
  }

  private static void run(Method method, Object target, long seed) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = argument(types[i], seed);
    }
    try {
      ReflectionSupport.invokeMethod(method, target, arguments);
    } catch (TestAbortedException aborted) {
      throw aborted;
    } catch (Throwable failure) {
      String name = target.getClass().getSimpleName() + "#" + method.getName();
      throw new AssertionError(
          "seed %d fails; only this one: mvn test -Dtest='%s' -D%s=%d%n%s"
              .formatted(seed, name, Seeds.PROPERTY, seed, failure),
          failure);
    }
  }

  private static Object argument(Class<?> type, long seed) {
    return type == long.class ? (Object) seed : new SplittableRandom(seed);
  }
}
