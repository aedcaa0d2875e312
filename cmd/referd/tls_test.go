package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certified writes a certificate for this machine and its key to files.
func certified(t *testing.T) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "house"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key, trusted = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()
	for name, b := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted.AddCert(made)
	return cert, key, trusted
}

// A house with a certificate and its key from files speaks TLS 1.2 or newer to
// who trusts it, with cookies and transport kept to it, and nothing plain.
func TestTLSFromFiles(t *testing.T) {
	cert, key, trusted := certified(t)
	c := &call{args: []string{"-addr", "127.0.0.1:0", "-data", filepath.Join(t.TempDir(), "house"), "-tls-cert", cert, "-tls-key", key}, env: func(string) string { return "" }, out: io.Discard, err: io.Discard}
	cfg, err := configure("serve", c, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	h, err := open(ctx, cfg, c, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- h.run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		h.db.Close()
	}()
	at := h.ln.Addr().String()
	client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}, DisableKeepAlives: true}}
	r, err := client.Get("https://" + at + "/")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.TLS == nil || r.TLS.Version < tls.VersionTLS12 || r.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d, %+v, %v", r.StatusCode, r.TLS, r.Header)
	}
	plain := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	if r, err := plain.Get("http://" + at + "/"); err == nil {
		r.Body.Close()
		if r.StatusCode != http.StatusBadRequest {
			t.Errorf("plain: %d", r.StatusCode)
		}
	}
	old := &tls.Config{RootCAs: trusted, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	if k, err := tls.Dial("tcp", at, old); err == nil {
		k.Close()
		t.Error("TLS 1.1 was spoken")
	}
	if _, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get("https://" + at + "/"); err == nil {
		t.Error("who does not trust it was answered")
	}
}

// A certificate that is none is said before anything is opened: no address is
// printed that nothing answers at.
func TestACertificateThatIsNone(t *testing.T) {
	cert, key, _ := certified(t)
	dir := filepath.Join(t.TempDir(), "house")
	for _, pair := range [][2]string{{key, cert}, {cert, cert}, {filepath.Join(dir, "nothing"), key}} {
		out := told(t, 1, "serve", "-addr", "127.0.0.1:0", "-data", dir, "-tls-cert", pair[0], "-tls-key", pair[1])
		if strings.Contains(out, "serves") || strings.Contains(out, "/setup/") || !strings.Contains(out, "cannot be used") {
			t.Errorf("it says %q", out)
		}
	}
}
