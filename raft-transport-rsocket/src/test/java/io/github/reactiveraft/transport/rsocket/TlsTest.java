package io.github.reactiveraft.transport.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactiveraft.api.NodeId;
import io.github.reactiveraft.api.model.RaftRequest.GetStatus;
import io.github.reactiveraft.api.spi.PeerException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** TLS with client certificates, by the customizers alone. The key is in the test resources and proves nothing. */
final class TlsTest {

    private static final char[] PASSWORD = "only-for-tests".toCharArray();

    private final Peers peers = new Peers();
    private final Quiet quiet = Quiet.about("reactor.netty", PeerLink.class.getName());

    @AfterEach
    void stop() {
        peers.close();
        quiet.close();
    }

    @Test
    void membersWithCertificatesReachEachOther() throws GeneralSecurityException, IOException {
        SslContext context = clientContext(true);
        RSocketRaftTransport server = peers.start(listening(), Peers.node("n1"), Peers::echo);
        RSocketRaftTransport client = peers.start(
                listening().peer("n1", server.address()).client(tcp -> tcp.secure(tls -> tls.sslContext(context))),
                Peers.node("n2"),
                Peers::echo);

        assertThat(Peers.callUntilAnswered(client, "n1").from().node()).isEqualTo(NodeId.of("n1"));
    }

    @Test
    void strangerWithoutCertificateIsNotServed() throws GeneralSecurityException, IOException {
        SslContext context = clientContext(false);
        RSocketRaftTransport server = peers.start(listening(), Peers.node("n1"), Peers::echo);
        RSocketRaftTransport client = peers.start(
                listening().peer("n1", server.address()).client(tcp -> tcp.secure(tls -> tls.sslContext(context))),
                Peers.node("n2"),
                Peers::echo);

        StepVerifier.create(client.peer(NodeId.of("n1")).call(new GetStatus()))
                .expectError(PeerException.class)
                .verify(Peers.SOON);
    }

    private static RSocketRaftTransport listening() throws GeneralSecurityException, IOException {
        SslContext context = SslContextBuilder.forServer(keys())
                .trustManager(trust())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        return RSocketRaftTransport.listening("127.0.0.1:0").server(tcp -> tcp.secure(tls -> tls.sslContext(context)));
    }

    private static SslContext clientContext(boolean withCertificate) throws GeneralSecurityException, IOException {
        SslContextBuilder builder = SslContextBuilder.forClient().trustManager(trust());
        return (withCertificate ? builder.keyManager(keys()) : builder).build();
    }

    private static KeyManagerFactory keys() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD);
        return keys;
    }

    private static TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("member", store().getCertificate("member"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TlsTest.class.getResourceAsStream("/member-only-for-tests.p12")) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
