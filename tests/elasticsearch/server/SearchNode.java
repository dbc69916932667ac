import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One node of Elasticsearch, on this machine alone: {@code SearchNode HOME setting=value ...}.
 *
 * <p>It runs until it is ended.
 */
public final class SearchNode {

  public static void main(String[] arguments) throws Exception {
    var home = Path.of(arguments[0]).toAbsolutePath();
    var settings = Settings.builder().put("path.home", home.toString()).put("network.host", "127.0.0.1");
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    LogConfigurator.registerErrorListener();
    LogConfigurator.loadLog4jPlugins();
    LogConfigurator.configureESLogging();
    var environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "unnamed");
    var modules = PluginsLoader.loadModulesBundles(environment.modulesDir());
    var plugins = PluginsLoader.loadPluginsBundles(environment.pluginsDir());
    var node = new Node(environment, PluginsLoader.createPluginsLoader(modules, plugins, Map.of(), false));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    node.start();
    Thread.currentThread().join();
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (Exception problem) {
      problem.printStackTrace();
    }
  }
}
