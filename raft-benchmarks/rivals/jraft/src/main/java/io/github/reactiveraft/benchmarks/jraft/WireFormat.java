package io.github.reactiveraft.benchmarks.jraft;

import com.alipay.remoting.CustomSerializerManager;
import com.alipay.remoting.DefaultCustomSerializer;
import com.alipay.remoting.InvokeContext;
import com.alipay.remoting.rpc.RequestCommand;
import com.alipay.remoting.rpc.ResponseCommand;
import com.alipay.remoting.rpc.protocol.RpcRequestCommand;
import com.alipay.remoting.rpc.protocol.RpcResponseCommand;
import java.nio.ByteBuffer;

/** Requests and answers as plain bytes: what the RPC would make of objects by itself is several times as long. */
final class WireFormat extends DefaultCustomSerializer {

    private static final int ANSWER_BYTES = 1 + Long.BYTES;

    /** Has it used for all three in this process, once. */
    static synchronized void register() {
        if (CustomSerializerManager.getCustomSerializer(Answer.class.getName()) == null) {
            WireFormat format = new WireFormat();
            CustomSerializerManager.registerCustomSerializer(AddRequest.class.getName(), format);
            CustomSerializerManager.registerCustomSerializer(SumRequest.class.getName(), format);
            CustomSerializerManager.registerCustomSerializer(Answer.class.getName(), format);
        }
    }

    @Override
    public <T extends RequestCommand> boolean serializeContent(T request, InvokeContext context) {
        if (!(request instanceof RpcRequestCommand command)) {
            return false;
        }
        command.setContent(command.getRequestObject() instanceof AddRequest add ? add.command() : new byte[0]);
        return true;
    }

    @Override
    public <T extends RequestCommand> boolean deserializeContent(T request) {
        if (!(request instanceof RpcRequestCommand command)) {
            return false;
        }
        boolean isAdd = AddRequest.class.getName().equals(command.getRequestClass());
        command.setRequestObject(isAdd ? new AddRequest(command.getContent()) : new SumRequest());
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean serializeContent(T response) {
        if (!(response instanceof RpcResponseCommand command)
                || !(command.getResponseObject() instanceof Answer answer)) {
            return false;
        }
        command.setContent(ByteBuffer.allocate(ANSWER_BYTES)
                .put(answer.outcome().code)
                .putLong(answer.sum())
                .array());
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean deserializeContent(T response, InvokeContext context) {
        if (!(response instanceof RpcResponseCommand command)) {
            return false;
        }
        ByteBuffer content = ByteBuffer.wrap(command.getContent());
        command.setResponseObject(new Answer(Answer.Outcome.of(content.get()), content.getLong()));
        return true;
    }
}
