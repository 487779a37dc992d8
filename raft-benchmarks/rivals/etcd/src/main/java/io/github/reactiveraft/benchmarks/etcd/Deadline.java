package io.github.reactiveraft.benchmarks.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** Ends calls that nobody answers, which jetcd would wait for as long as the connection lasts. */
final class Deadline implements ClientInterceptor {

    private static final int SECONDS = 10;

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(method, options.withDeadlineAfter(SECONDS, TimeUnit.SECONDS));
    }
}
